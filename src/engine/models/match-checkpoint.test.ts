import { describe, expect, it } from 'vitest';
import type { SafetensorsHeader, TensorEntry } from '../checkpoint/safetensors-header';
import { mapCheckpointName } from './bert/checkpoint-names';
import { matchCheckpoint } from './match-checkpoint';
import type { WeightSpec } from './weights';

function spec(name: string, shape: number[]): WeightSpec {
  return { name, shape, init: 'normal', group: 'embeddings', decay: true };
}

function headerOf(shapes: Record<string, number[]>): SafetensorsHeader {
  const entries = Object.entries(shapes).map(
    ([name, shape]): TensorEntry => ({ name, shape, dtype: 'F32', begin: 0, end: 0 }),
  );
  return { tensors: new Map(entries.map((entry) => [entry.name, entry])), metadata: {}, dataStart: 0 };
}

describe('matchCheckpoint', () => {
  it('finds by our names, and names what is missing, unexpected and of another shape', () => {
    const header = headerOf({
      'embeddings.LayerNorm.gamma': [4],
      'embeddings.word_embeddings.weight': [10, 5],
      'embeddings.position_ids': [1, 512],
      'adapter.weight': [2],
      'bert.embeddings.LayerNorm.weight': [4],
    });
    const specs = [
      spec('bert.embeddings.word_embeddings.weight', [10, 4]),
      spec('bert.embeddings.LayerNorm.weight', [4]),
      spec('bert.embeddings.LayerNorm.bias', [4]),
    ];
    const match = matchCheckpoint(header, specs, mapCheckpointName);
    expect([...match.found].map(([name, entry]) => [name, entry.name])).toEqual([
      ['bert.embeddings.LayerNorm.weight', 'embeddings.LayerNorm.gamma'],
    ]);
    expect(match.missing).toEqual(['bert.embeddings.LayerNorm.bias']);
    expect(match.unexpected).toEqual(['adapter.weight', 'bert.embeddings.LayerNorm.weight']);
    expect(match.mismatched).toEqual([
      { name: 'bert.embeddings.word_embeddings.weight', expected: [10, 4], found: [10, 5] },
    ]);
  });
});

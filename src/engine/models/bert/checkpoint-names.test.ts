import { describe, expect, it } from 'vitest';
import vectors from '../../testing/vectors/checkpoint_key_mapping.json';
import { mapCheckpointName } from './checkpoint-names';

describe('mapCheckpointName', () => {
  it.each(vectors.cases)('$checkpoint_key', ({ checkpoint_key, expected_model_key }) => {
    expect(mapCheckpointName(checkpoint_key)).toBe(expected_model_key);
  });

  it.each([
    ['embeddings.LayerNorm.gamma', 'bert.embeddings.LayerNorm.weight'],
    ['pooler.dense.bias', 'bert.pooler.dense.bias'],
    ['bert.embeddings.position_ids', null],
    ['embeddings.position_ids', null],
    ['cls.seq_relationship.weight', null],
    ['classifier.weight', 'classifier.weight'],
    ['something.else', 'something.else'],
  ])('%s', (name, expected) => {
    expect(mapCheckpointName(name)).toBe(expected);
  });
});

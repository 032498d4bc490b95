import type { ModelRecord } from '../../core/contract/model';

export function modelRecord(changes: Partial<ModelRecord> = {}): ModelRecord {
  return {
    id: 'm1',
    name: 'MiniLM',
    source: { kind: 'local', name: 'minilm' },
    architecture: 'bert',
    stage: 'pretrained',
    licence: 'apache-2.0',
    createdAt: 1_700_000_000_000,
    sizeBytes: 90_000_000,
    dtype: 'F32',
    parameterCount: 22_713_216,
    hiddenSize: 384,
    layerCount: 6,
    headCount: 12,
    intermediateSize: 1536,
    vocabSize: 30_522,
    maxLength: 512,
    lowercase: true,
    head: null,
    missing: [],
    unexpected: [],
    ...changes,
  };
}

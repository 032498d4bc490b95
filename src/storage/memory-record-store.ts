import type { MetricTable, RecordStore } from '../core/contract/storage';
import { appendColumns, type MetricColumns, NO_METRICS, truncateColumns } from '../core/metrics/columns';
import { RECORD_SCHEMAS } from './record-schemas';
import { createRecordTable, type RawTable } from './record-table';

function memoryTable(): RawTable {
  const rows = new Map<string, unknown>();
  return {
    get: async (id) => structuredClone(rows.get(id)),
    all: async () => [...rows].map(([id, value]) => ({ id, value: structuredClone(value) })),
    put: async (record) => void rows.set(record.id, structuredClone(record)),
    modify: async (id, change) => void rows.set(id, change(structuredClone(rows.get(id)))),
    delete: async (id) => void rows.delete(id),
  };
}

function memoryMetrics(): MetricTable {
  const runs = new Map<string, MetricColumns>();
  const read = (runId: string) => runs.get(runId) ?? NO_METRICS;
  return {
    append: async (runId, columns) =>
      void runs.set(runId, appendColumns(read(runId), structuredClone(columns))),
    read: async (runId) => read(runId),
    truncate: async (runId, step) => void runs.set(runId, truncateColumns(read(runId), step)),
    delete: async (runId) => void runs.delete(runId),
  };
}

/** The record store in memory, for tests. */
export function createMemoryRecordStore(): RecordStore {
  return {
    datasets: createRecordTable('datasets', RECORD_SCHEMAS.datasets, memoryTable()),
    models: createRecordTable('models', RECORD_SCHEMAS.models, memoryTable()),
    runs: createRecordTable('runs', RECORD_SCHEMAS.runs, memoryTable()),
    metrics: memoryMetrics(),
  };
}

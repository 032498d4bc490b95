import type { DatasetRecord } from './dataset';
import type { ModelRecord } from './model';
import type { RunRecord } from './run';
import type { MetricColumns } from '../metrics/columns';

/** Bytes written piece by piece; they appear under their name only at `close`. */
export interface FileWriter {
  /** Throws `STORAGE_FULL` when the browser's quota is reached. */
  write(chunk: Uint8Array | string): Promise<void>;
  /** Flushes, then renames from the temporary name. Returns the size in bytes. */
  close(): Promise<number>;
  /** Removes what was written. */
  abort(): Promise<void>;
}

export interface SpaceReport {
  readonly usageBytes: number;
  readonly quotaBytes: number;
  /** Whether the browser promised not to evict the data by itself. */
  readonly persisted: boolean;
}

/** Blobs by path ("runs/r1/manifest.json"); folders come and go by themselves. OPFS, and a twin in memory for tests. */
export interface FileStore {
  /** Throws `STORAGE_NOT_FOUND`. */
  read(path: string): Promise<Blob>;
  exists(path: string): Promise<boolean>;
  /** Whole or not at all: temporary name, flush, rename. Returns the size in bytes. */
  write(path: string, data: Uint8Array | string | Blob): Promise<number>;
  openWriter(path: string): Promise<FileWriter>;
  /** Names of the direct children, files and folders, sorted; [] for a folder that is not there. */
  list(folder: string): Promise<string[]>;
  /** Removes a file or a whole folder; nothing happens if it is not there. */
  remove(path: string): Promise<void>;
  /** Bytes of a file or of everything below a folder; 0 if it is not there. */
  sizeOf(path: string): Promise<number>;
  space(): Promise<SpaceReport>;
}

export interface RecordTable<T extends { readonly id: string }> {
  /** Throws `STORAGE_DAMAGED` for a record that no longer parses. */
  get(id: string): Promise<T | undefined>;
  /** Newest first. Records that no longer parse are skipped and reported by `damaged()`. */
  list(): Promise<T[]>;
  /** Ids of stored records that no longer parse. */
  damaged(): Promise<string[]>;
  put(record: T): Promise<void>;
  /** Changes some fields of a stored record; throws `STORAGE_NOT_FOUND`. */
  update(id: string, patch: Partial<T>): Promise<void>;
  delete(id: string): Promise<void>;
}

/** Metric points of runs, appended in the order of their steps. */
export interface MetricTable {
  append(runId: string, columns: MetricColumns): Promise<void>;
  read(runId: string): Promise<MetricColumns>;
  /** Forgets all points after `step`: what a run resumed from there will write again. */
  truncate(runId: string, step: number): Promise<void>;
  delete(runId: string): Promise<void>;
}

export interface RecordStore {
  readonly datasets: RecordTable<DatasetRecord>;
  readonly models: RecordTable<ModelRecord>;
  readonly runs: RecordTable<RunRecord>;
  readonly metrics: MetricTable;
}

/** Where things lie in the file store. */
export const paths = {
  /** Forms of kernels chosen by adapter; without the file they are tried anew. */
  kernels: 'kernels.json',
  dataset: (datasetId: string) => `datasets/${datasetId}`,
  datasetFile: (datasetId: string, fileId: string) => `datasets/${datasetId}/${fileId}`,
  source: (datasetId: string, fileId: string) => `datasets/${datasetId}/${fileId}/source`,
  rows: (datasetId: string, fileId: string) => `datasets/${datasetId}/${fileId}/rows.ndjson`,
  packed: (datasetId: string) => `datasets/${datasetId}/packed.zip`,
  prepared: (datasetId: string, key: string, split: string) =>
    `datasets/${datasetId}/prepared/${key}/${split}.bin`,
  model: (modelId: string) => `models/${modelId}`,
  modelFile: (modelId: string, name: string) => `models/${modelId}/${name}`,
  run: (runId: string) => `runs/${runId}`,
  runFile: (runId: string, name: string) => `runs/${runId}/${name}`,
  /** What the run keeps of its model. */
  runModel: (runId: string) => `runs/${runId}/model`,
  runModelFile: (runId: string, name: string) => `runs/${runId}/model/${name}`,
  checkpointFile: (runId: string, folder: string, name: string) =>
    `runs/${runId}/checkpoints/${folder}/${name}`,
  checkpoints: (runId: string) => `runs/${runId}/checkpoints`,
  checkpoint: (runId: string, folder: string) => `runs/${runId}/checkpoints/${folder}`,
  exports: (runId: string) => `exports/${runId}`,
  export: (runId: string, name: string) => `exports/${runId}/${name}`,
  /** `ExportReport` of the newest zip. */
  exportReport: (runId: string) => `exports/${runId}/export.json`,
  /** One bundle for a cluster, whatever the run is called when it is written. */
  bundle: (runId: string) => `exports/${runId}/cluster/bundle.zip`,
  /** The engine's answers that it is compared with. */
  reference: (runId: string) => `exports/${runId}/reference.json`,
} as const;

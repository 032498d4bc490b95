import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataApi, TrainingApi } from '../../src/core/contract/api.ts';
import type { BundleReport } from '../../src/core/contract/cluster.ts';
import type { DatasetRecord } from '../../src/core/contract/dataset.ts';
import type { ModelRecord } from '../../src/core/contract/model.ts';
import type { RunRecord, RunSpec } from '../../src/core/contract/run.ts';
import type { FileStore, RecordStore } from '../../src/core/contract/storage.ts';
import { DEFAULT_TAGGING } from '../../src/core/contract/dataset.ts';
import { newRunRecord } from '../../src/core/recipe/new-run.ts';
import type { Recipe } from '../../src/core/recipe/recipe.ts';
import { startWasm } from '../../src/engine/runtime/wasm-device.ts';
import { HubClient } from '../../src/hub/hub-client.ts';
import { createMemoryFileStore } from '../../src/storage/memory-file-store.ts';
import { createMemoryRecordStore } from '../../src/storage/memory-record-store.ts';
import { createDataService } from '../../workers/lib/data/data-service.ts';
import { ModelImporter } from '../../workers/lib/models/model-importer.ts';
import { createTrainingService } from '../../workers/lib/training/service.ts';
import { listen } from '../../workers/lib/training/testing/tiny-run.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WASM_FOLDER = join(ROOT, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist/');

/** Files that the app serves, for workers that would fetch them. */
const served =
  (folder: string) =>
  async (name: string): Promise<Response> =>
    new Response(new Uint8Array(await readFile(join(ROOT, 'public', folder, name))));

/** The workers of the studio in this process, with stores in memory: what the page does through them. */
export class HeadlessStudio {
  readonly files: FileStore = createMemoryFileStore();
  readonly records: RecordStore = createMemoryRecordStore();
  readonly data: DataApi;
  readonly training: TrainingApi;
  private operations = 0;

  constructor() {
    const { files, records } = this;
    const models = new ModelImporter({
      files,
      records,
      hub: new HubClient({ fetch: () => Promise.reject(new TypeError('no network here')) }),
      fetchStarterFile: served('models/starter-en'),
    });
    this.data = createDataService({ files, records, models, fetchProgram: served('cluster') });
    this.training = createTrainingService(files, records, {
      webgpu: () => Promise.reject(new TypeError('no WebGPU here')),
      wasm: () => startWasm(WASM_FOLDER, 1, null),
      webgpuTensorLimit: () => Promise.resolve(null),
    });
  }

  private get operation(): string {
    return `operation ${++this.operations}`;
  }

  starter(): Promise<ModelRecord> {
    return this.data.importModel(this.operation, { kind: 'starter' });
  }

  /** A dataset of one file, its columns as they are proposed, its labels as they are found. */
  async dataset(file: File, split: DatasetRecord['split']): Promise<DatasetRecord> {
    const id = file.name;
    const parsed = await this.data.importFile(this.operation, { datasetId: id, fileId: 'f1', file });
    if (parsed.proposal === null) throw new Error(`${file.name}: no columns recognised`);
    const dataset: DatasetRecord = {
      id,
      name: file.name,
      task: parsed.proposal.task,
      createdAt: 0,
      updatedAt: 0,
      files: [parsed],
      mapping: { ...parsed.proposal, split: null },
      labelMap: null,
      split,
      tagging: DEFAULT_TAGGING,
    };
    const { labelMap } = await this.data.inspect(this.operation, dataset);
    const stored = { ...dataset, labelMap };
    await this.records.datasets.put(stored);
    return stored;
  }

  async spec(dataset: DatasetRecord, model: ModelRecord, recipe: Recipe): Promise<RunSpec> {
    const { maxLength, labelAllTokens } = recipe;
    const data = await this.data.prepare(this.operation, {
      dataset,
      modelId: model.id,
      maxLength,
      labelAllTokens,
    });
    return {
      id: `run of ${dataset.id}`,
      task: data.task,
      datasetId: dataset.id,
      datasetName: dataset.name,
      modelId: model.id,
      modelName: model.name,
      labels: data.labels,
      data,
      recipe,
      backend: 'wasm',
    };
  }

  async bundle(name: string, spec: RunSpec): Promise<BundleReport> {
    return this.data.exportBundle(this.operation, { name, spec });
  }

  /** The zip of a dataset that would be pushed to the Hub. */
  async pack(dataset: DatasetRecord): Promise<Blob> {
    const { path } = await this.data.packDataset(this.operation, {
      dataset,
      repo: `somebody/${dataset.name}`,
    });
    return this.files.read(path);
  }

  /** Trains to the end. Throws what the run failed with. */
  async train(name: string, spec: RunSpec): Promise<RunRecord> {
    await this.records.runs.put(newRunRecord(spec, name, Date.now()));
    const ear = listen();
    await this.training.open(spec.id, ear.port);
    await this.training.start(spec.id);
    await ear.status('completed', 'failed');
    await this.training.close(spec.id);
    ear.close();
    const run = await this.records.runs.get(spec.id);
    if (run?.status !== 'completed') throw new Error(`${name}: ${JSON.stringify(run?.failure ?? null)}`);
    return run;
  }
}

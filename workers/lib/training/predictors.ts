import { AppError } from '../../../src/core/contract/errors';
import type { PredictionTarget } from '../../../src/core/contract/predictions';
import type { RunRecord } from '../../../src/core/contract/run';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import { PRETRAINED_RECIPE } from '../../../src/core/recipe/recipe';
import { readCheckpointWeights } from '../../../src/engine/checkpoint/run-checkpoint';
import { createModel, type ModelShape } from '../../../src/engine/models/create';
import { type Predictor, predictorOn } from '../../../src/engine/predict/predictor';
import type { Device } from '../../../src/engine/runtime/device';
import type { LoadedModel } from '../../../src/engine/models/loaded-model';
import { Checkpoints, deliveredCheckpoint } from './checkpoints';
import {
  loadStartWeights,
  openRunModel,
  openStoredModel,
  shapeOf,
  type StoredModel,
  tokenizerOf,
} from './stored-model';

/** Models kept loaded for prediction beside the one in training: the tuned one and its base. */
const KEPT = 2;

/** Models loaded for prediction, the least recently used given up first. */
export class Predictors {
  private readonly loaded = new Map<string, Predictor>();

  constructor(
    private readonly files: FileStore,
    private readonly records: RecordStore,
    private readonly touch: () => void,
  ) {}

  /** Forgets everything; frees it too, unless the device is gone with it. */
  forget(deviceIsGone: boolean): void {
    if (!deviceIsGone) for (const { loaded } of this.loaded.values()) loaded.store.dispose();
    this.loaded.clear();
  }

  /** Throws `RUN_NO_CHECKPOINT`, `RUN_MODEL_GONE`, `RUN_BASE_*`, `MODEL_NOT_FOUND`, `STORAGE_NOT_FOUND`. */
  async get(device: Device, target: PredictionTarget): Promise<Predictor> {
    const plan = target.kind === 'run' ? await this.planRun(target) : await this.planModel(target.modelId);
    const known = this.loaded.get(plan.key);
    if (known !== undefined) {
      this.loaded.delete(plan.key);
      this.loaded.set(plan.key, known);
      return known;
    }
    const stored = await plan.open();
    const shape = plan.shape(stored);
    // Before the model, which nobody would free if this failed.
    const tokenizer = tokenizerOf(stored);
    const model = createModel(device, shape);
    try {
      await plan.load(model, shape, stored);
    } catch (thrown) {
      model.store.dispose();
      throw thrown;
    }
    const maxLength = Math.min(plan.maxLength, stored.record.maxLength);
    const { task, labels } = plan;
    const predictor = predictorOn({ task, device, loaded: model, tokenizer, maxLength, labels });
    this.loaded.set(plan.key, predictor);
    this.trim();
    return predictor;
  }

  private trim(): void {
    for (const [key, { loaded }] of this.loaded) {
      if (this.loaded.size <= KEPT) return;
      loaded.store.dispose();
      this.loaded.delete(key);
    }
  }

  private async planRun(target: { readonly runId: string; readonly weights: 'best' | 'last' | 'base' }) {
    const run = await this.records.runs.get(target.runId);
    if (run === undefined) throw new AppError('STORAGE_NOT_FOUND', { path: target.runId });
    const { spec } = run;
    const common = {
      open: () => openRunModel(this.files, this.records, spec),
      task: spec.task,
      maxLength: spec.recipe.maxLength,
      labels: spec.labels,
      shape: (stored: StoredModel) => frozen(shapeOf(stored, spec.task, spec.labels.length, spec.recipe)),
    };
    if (target.weights === 'base') {
      return {
        ...common,
        key: `${spec.id}/base`,
        load: (model: LoadedModel, shape: ModelShape, stored: StoredModel) =>
          loadStartWeights(this.files, stored, shape, spec.labels, spec.recipe.seed, model.store, this.touch),
      };
    }
    const checkpoint = await this.checkpointOf(run, target.weights);
    return {
      ...common,
      key: `${spec.id}/${checkpoint.folder}`,
      load: (model: LoadedModel) =>
        readCheckpointWeights(this.files, paths.checkpoint(spec.id, checkpoint.folder), model.store),
    };
  }

  private async checkpointOf(run: RunRecord, weights: 'best' | 'last') {
    const checkpoints = await new Checkpoints(this.files, run.id).list();
    if (weights === 'best') return deliveredCheckpoint(run, checkpoints);
    const last = checkpoints.at(-1);
    if (last === undefined) throw new AppError('RUN_NO_CHECKPOINT', { run: run.name });
    return last;
  }

  private async planModel(modelId: string) {
    const record = await this.records.models.get(modelId);
    const head = record?.head ?? null;
    if (record === undefined || head === null) throw new AppError('MODEL_NOT_FOUND', { model: modelId });
    return {
      open: () => openStoredModel(this.files, this.records, modelId),
      key: `model/${modelId}`,
      maxLength: record.maxLength,
      task: head.task,
      labels: head.labels,
      shape: (stored: StoredModel) =>
        frozen(shapeOf(stored, head.task, head.labels.length, PRETRAINED_RECIPE)),
      load: (model: LoadedModel, shape: ModelShape, stored: StoredModel) =>
        loadStartWeights(this.files, stored, shape, head.labels, 0, model.store, this.touch),
    };
  }
}

/** Only weights, no gradients and moments. */
function frozen(shape: ModelShape): ModelShape {
  return { ...shape, trainableLayers: 'none' };
}

import type { RunImport } from '../../../src/core/contract/cluster';
import { AppError } from '../../../src/core/contract/errors';
import type { ModelRecord } from '../../../src/core/contract/model';
import type { Checkpoint, Evaluation, RunRecord, RunSpec } from '../../../src/core/contract/run';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import { stringifyReals } from '../../../src/engine/checkpoint/real';
import { readSafetensorsHeader } from '../../../src/engine/checkpoint/safetensors-header';
import { matchCheckpoint } from '../../../src/engine/models/match-checkpoint';
import { architectureOf, MODELS } from '../../../src/engine/models/registry';
import { type BestModel, greaterIsBetter, updateBestModel } from '../../../src/engine/train/best-model';
import { NEW_TRAINING, type TrainingState } from '../../../src/engine/train/training-state';
import { localModelFiles } from '../models/local-files';
import type { ModelFiles } from '../models/model-files';
import { keepRunModel } from '../models/run-model';
import type { ModelImporter } from '../models/model-importer';
import { type ImportOptions, Transfer } from '../models/transfer';
import type { Operation } from '../operations';
import { type FinishedRun, readFinishedRun } from './finished-run';
import { curvesOf, evaluationsOf } from './trainer-log';

interface Parts {
  readonly files: FileStore;
  readonly records: RecordStore;
  readonly models: Pick<ModelImporter, 'importModel'>;
}

/**
 * Takes in what a bundle's `train.py` left, as a run that is over: its weights as a checkpoint, its log as curves and
 * evaluations. Whole or not at all. Throws `RUN_NOT_FINISHED`, `RUN_BAD_RECIPE`, `MODEL_*`, `STORAGE_*`,
 * `WORKER_CANCELLED`.
 */
export async function importRun(parts: Parts, request: RunImport, operation: Operation): Promise<RunRecord> {
  const { files, records } = parts;
  const source = await localModelFiles(request.files, 'results.json');
  const finished = await readFinishedRun(source);
  const id = crypto.randomUUID();
  const options: ImportOptions = { signal: operation.signal, onProgress: operation.progress };
  let standIn: ModelRecord | null = null;
  try {
    const checkpoint = await writeCheckpoint(files, source, finished, id, options);
    let base = await findBase(records, finished);
    const hasBase = base !== null;
    if (base === null) {
      base = await parts.models.importModel(
        { kind: 'local', name: finished.run.name, files: request.files },
        options,
      );
      standIn = base;
    }
    const record = recordOf(finished, { id, base, hasBase, checkpoint });
    await keepRunModel(files, records, record.spec);
    operation.check();
    await records.metrics.append(id, curvesOf(finished.state));
    await records.runs.put(record);
    return record;
  } catch (thrown) {
    await files.remove(paths.run(id));
    await records.metrics.delete(id);
    if (standIn !== null) {
      await records.models.delete(standIn.id);
      await files.remove(paths.model(standIn.id));
    }
    throw thrown;
  }
}

/** The model that the run started from, where it is at hand: by its weights, its id, or where it came from. */
async function findBase(records: RecordStore, { run, configJson }: FinishedRun): Promise<ModelRecord | null> {
  const architecture = architectureOf(configJson);
  const config = MODELS[architecture].parseConfig(configJson);
  const fits = (model: ModelRecord): boolean =>
    model.architecture === architecture &&
    model.hiddenSize === config.hiddenSize &&
    model.layerCount === config.numHiddenLayers &&
    model.vocabSize === config.vocabSize;
  const { base, spec } = run;
  const digest = base.weightsDigest;
  // Models and bundles of earlier versions have no digest to tell them by.
  const isOther = ({ weightsDigest }: ModelRecord): boolean =>
    digest !== undefined && weightsDigest !== undefined && weightsDigest !== digest;
  const models = (await records.models.list()).filter((model) => fits(model) && !isOther(model));
  return (
    models.find(({ weightsDigest }) => digest !== undefined && weightsDigest === digest) ??
    models.find(({ id, source }) => id === spec.modelId && source.kind === base.source.kind) ??
    models.find(({ source }) => isSameSource(source, base.source)) ??
    null
  );
}

function isSameSource(a: ModelRecord['source'], b: ModelRecord['source']): boolean {
  if (a.kind === 'hub' && b.kind === 'hub') return a.repo === b.repo && a.revision === b.revision;
  // Files of a computer are known by their names alone, which says nothing.
  return a.kind === 'starter' && b.kind === 'starter';
}

/** The step whose weights the folder holds: train.py keeps the best where the recipe says so. */
function deliveredStep({ recipe, state }: FinishedRun): number {
  return (recipe.loadBestModelAtEnd ? state.best_global_step : null) ?? state.global_step;
}

/** Copies the weights, compares them with what the model is made of, and writes the state and the manifest. */
async function writeCheckpoint(
  files: FileStore,
  source: ModelFiles,
  finished: FinishedRun,
  runId: string,
  options: ImportOptions,
): Promise<Checkpoint> {
  const step = deliveredStep(finished);
  const folder = `step-${String(step).padStart(8, '0')}`;
  const weights = paths.checkpointFile(runId, folder, 'model.safetensors');
  await new Transfer(source, 'reading', options).copy('model.safetensors', files, weights);
  await checkWeights(await files.read(weights), finished);
  await files.write(paths.checkpointFile(runId, folder, 'state.json'), stringifyReals(stateOf(finished)));
  const sizeBytes = await files.sizeOf(paths.checkpoint(runId, folder));
  const checkpoint = { step, folder, createdAt: Date.now(), sizeBytes, resumable: false };
  await files.write(paths.runFile(runId, 'manifest.json'), JSON.stringify({ checkpoints: [checkpoint] }));
  return checkpoint;
}

/** Throws `MODEL_TENSORS_MISSING`, `MODEL_TENSOR_SHAPE`, `MODEL_SAFETENSORS_*`. */
async function checkWeights(file: Blob, { run, configJson }: FinishedRun): Promise<void> {
  const { parseConfig, weights } = MODELS[architectureOf(configJson)];
  const specs = weights(parseConfig(configJson), run.spec.task, run.spec.labels.length);
  // A checkpoint of the studio has the names themselves, not older ones that mean the same.
  const { missing, mismatched } = matchCheckpoint(await readSafetensorsHeader(file), specs, (name) => name);
  if (missing.length > 0) throw new AppError('MODEL_TENSORS_MISSING', { tensors: missing });
  const [wrong] = mismatched;
  if (wrong === undefined) return;
  const shape = (sizes: readonly number[]) => sizes.join(' × ');
  throw new AppError('MODEL_TENSOR_SHAPE', {
    tensor: wrong.name,
    expected: shape(wrong.expected),
    actual: shape(wrong.found),
  });
}

function stateOf(finished: FinishedRun): TrainingState {
  const { run, state, results } = finished;
  const totalLoss = state.log_history.findLast((entry) => entry['train_loss'] !== undefined)?.['train_loss'];
  const epoch = state.epoch ?? 0;
  return {
    ...NEW_TRAINING,
    step: state.global_step,
    epoch,
    evaluatedStep: state.global_step,
    elapsedSeconds: results.seconds,
    examples: Math.round(epoch * run.spec.data.splits.train.examples),
    totalFlos: state.total_flos,
    losses: {
      sum: 0,
      count: 0,
      totalSum: (totalLoss ?? Number.NaN) * state.global_step,
      totalCount: state.global_step,
    },
    logHistory: state.log_history,
  };
}

function bestOf(evaluations: readonly Evaluation[], finished: FinishedRun): RunRecord['best'] {
  const { recipe, state } = finished;
  const metric = recipe.metricForBestModel;
  if (recipe.loadBestModelAtEnd && state.best_global_step && state.best_metric != null) {
    return { step: state.best_global_step, metric, value: state.best_metric };
  }
  const best = evaluations
    .filter(({ split }) => split === 'validation')
    .map(({ step, metrics }): BestModel => ({ step, value: metrics[metric] ?? Number.NaN }))
    .reduce<BestModel | null>(
      (found, candidate) => updateBestModel(found, candidate, greaterIsBetter(metric)),
      null,
    );
  return best === null ? null : { ...best, metric };
}

interface Placed {
  readonly id: string;
  readonly base: ModelRecord;
  readonly hasBase: boolean;
  readonly checkpoint: Checkpoint;
}

function recordOf(finished: FinishedRun, { id, base, hasBase, checkpoint }: Placed): RunRecord {
  const { run, recipe, state, results } = finished;
  const evaluations = evaluationsOf(finished);
  const now = Date.now();
  const spec: RunSpec = {
    ...run.spec,
    id,
    recipe,
    modelId: base.id,
    modelName: hasBase ? base.name : run.spec.modelName,
  };
  return {
    id,
    name: run.name,
    spec,
    status: 'completed',
    failure: null,
    createdAt: now,
    updatedAt: now,
    progress: {
      step: state.global_step,
      totalSteps: state.max_steps,
      epoch: state.epoch ?? 0,
      elapsedSeconds: results.seconds,
      secondsLeft: null,
      tokensPerSecond: null,
      phase: 'training',
    },
    best: bestOf(evaluations, finished),
    evaluations,
    checkpoints: [checkpoint],
    device: null,
    cluster: {
      device: results.device,
      processes: results.processes,
      software: results.software,
      hasBase,
    },
  };
}

import { z } from 'zod';
import type { ModelRecord } from '../../../src/core/contract/model';
import type { FileStore, RecordStore } from '../../../src/core/contract/storage';
import type { Task } from '../../../src/core/contract/task';
import type { RunSpec } from '../../../src/core/contract/run';
import type { Recipe } from '../../../src/core/recipe/recipe';
import { readSafetensorsHeader } from '../../../src/engine/checkpoint/safetensors-header';
import { readTensor } from '../../../src/engine/checkpoint/safetensors-read';
import type { WeightSource } from '../../../src/engine/export/input';
import type { ModelShape } from '../../../src/engine/models/create';
import { initialWeight } from '../../../src/engine/models/init';
import { matchCheckpoint } from '../../../src/engine/models/match-checkpoint';
import { MODELS } from '../../../src/engine/models/registry';
import type { ParameterStore } from '../../../src/engine/runtime/parameters';
import { loadTokenizer, type Tokenizer } from '../../../src/engine/tokenizer/tokenizer';
import { readStored } from '../models/read-json';
import { findModel, findRunModel, type FoundModel } from '../models/run-model';

/** A model with its files parsed, weights still on disk. */
export interface StoredModel {
  readonly record: ModelRecord;
  readonly weightsPath: FoundModel['weightsPath'];
  readonly configJson: unknown;
  readonly tokenizerJson: unknown;
  readonly tokenizerConfig: unknown;
}

/** Throws `MODEL_NOT_FOUND`, `STORAGE_*`. */
export async function openStoredModel(
  files: FileStore,
  records: RecordStore,
  modelId: string,
): Promise<StoredModel> {
  return read(files, await findModel(records, modelId));
}

/** The model of a run, though it may have left the library. Throws `RUN_MODEL_GONE`, `STORAGE_*`. */
export async function openRunModel(
  files: FileStore,
  records: RecordStore,
  spec: RunSpec,
): Promise<StoredModel> {
  return read(files, await findRunModel(files, records, spec));
}

async function read(files: FileStore, { record, folder, weightsPath }: FoundModel): Promise<StoredModel> {
  const json = (name: string) => readStored(files, `${folder}/${name}`, z.unknown());
  const optional = async (name: string) => ((await files.exists(`${folder}/${name}`)) ? json(name) : null);
  return {
    record,
    weightsPath,
    configJson: await json('config.json'),
    tokenizerJson: await json('tokenizer.json'),
    tokenizerConfig: await optional('tokenizer_config.json'),
  };
}

export function tokenizerOf({ tokenizerJson, tokenizerConfig }: StoredModel): Tokenizer {
  return loadTokenizer({ tokenizerJson, tokenizerConfig });
}

/** The shape of a model under a recipe: its dropouts replace the model's own where the recipe names them. */
export function shapeOf(stored: StoredModel, task: Task, labelCount: number, recipe: Recipe): ModelShape {
  const { architecture } = stored.record;
  const config = MODELS[architecture].parseConfig(stored.configJson);
  return {
    architecture,
    config: {
      ...config,
      hiddenDropoutProb: recipe.hiddenDropoutProb ?? config.hiddenDropoutProb,
      attentionProbsDropoutProb: recipe.attentionProbsDropoutProb ?? config.attentionProbsDropoutProb,
      classifierDropout: recipe.classifierDropout ?? config.classifierDropout,
    },
    task,
    labelCount,
    trainableLayers: recipe.trainableLayers,
  };
}

/**
 * The weights a run starts from: the model's own where it has them, the rest initialised from `seed`. A head is taken
 * over only when it has exactly the run's labels. Throws `RUN_BASE_GONE`, `RUN_BASE_REPLACED`.
 */
export async function startWeights(
  files: FileStore,
  stored: StoredModel,
  shape: Pick<ModelShape, 'architecture' | 'config' | 'task'>,
  labels: readonly string[],
  seed: number,
): Promise<WeightSource> {
  const { weights, mapCheckpointName } = MODELS[shape.architecture];
  const blob = await files.read(await stored.weightsPath());
  const header = await readSafetensorsHeader(blob);
  const specs = weights(shape.config, shape.task, labels.length);
  const { found } = matchCheckpoint(header, specs, mapCheckpointName);
  const keepsHead = hasSameHead(stored.record, shape.task, labels);
  return {
    specs,
    async read(name) {
      const spec = specs.find((each) => each.name === name);
      if (spec === undefined) throw new RangeError(`no weight ${name}`);
      const entry = spec.group === 'head' && !keepsHead ? undefined : found.get(name);
      return entry === undefined
        ? initialWeight(spec, shape.config.initializerRange, seed)
        : readTensor(blob, header, entry.name);
    },
  };
}

/** Loads the weights a run starts from (`startWeights`). */
export async function loadStartWeights(
  files: FileStore,
  stored: StoredModel,
  shape: ModelShape,
  labels: readonly string[],
  seed: number,
  store: ParameterStore,
  touch: () => void,
): Promise<void> {
  const { read } = await startWeights(files, stored, shape, labels, seed);
  for (const parameter of store.parameters) {
    touch();
    store.load(parameter, await read(parameter.name));
  }
}

function hasSameHead({ head }: ModelRecord, task: Task, labels: readonly string[]): boolean {
  return (
    head !== null &&
    head.task === task &&
    head.labels.length === labels.length &&
    head.labels.every((label, i) => label === labels[i])
  );
}

import { AppError } from '../../../src/core/contract/errors';
import { type ModelRecord, modelRecordSchema } from '../../../src/core/contract/model';
import type { RunSpec } from '../../../src/core/contract/run';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import { readStored } from './read-json';
import { weightsDigest } from './weights-digest';

/** What a checkpoint needs beside it to be a model that answers. */
const KEPT_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
const RECORD = 'record.json';

type RunModel = Pick<RunSpec, 'id' | 'modelId' | 'modelName'>;

/** A model as far as its weights are not needed. */
export interface FoundModel {
  readonly record: ModelRecord;
  /** Where its config and tokenizer lie. */
  readonly folder: string;
  /** Looks for its weights in the library. Throws `RUN_BASE_GONE`, `RUN_BASE_REPLACED`. */
  readonly weightsPath: () => Promise<string>;
}

/** Throws `MODEL_NOT_FOUND`. */
export async function findModel(records: RecordStore, modelId: string): Promise<FoundModel> {
  const record = await records.models.get(modelId);
  if (record === undefined) throw new AppError('MODEL_NOT_FOUND', { model: modelId });
  return inLibrary(record);
}

/**
 * The model of a run: what the run keeps of it, or the library's where it keeps nothing yet. Throws `RUN_MODEL_GONE`,
 * `STORAGE_DAMAGED`.
 */
export async function findRunModel(
  files: FileStore,
  records: RecordStore,
  run: RunModel,
): Promise<FoundModel> {
  const kept = await keptRecord(files, run.id);
  if (kept !== null) {
    return {
      record: kept,
      folder: paths.runModel(run.id),
      weightsPath: () => firstWeights(files, records, kept),
    };
  }
  const record = await libraryModelOf(records, run);
  if (record === null) throw new AppError('RUN_MODEL_GONE', { model: run.modelName });
  return inLibrary(record);
}

/** Copies what a run needs of its model, once, if the library has it. Throws `STORAGE_*`. */
export async function keepRunModel(files: FileStore, records: RecordStore, run: RunModel): Promise<void> {
  if (await files.exists(paths.runModelFile(run.id, RECORD))) return;
  const record = await libraryModelOf(records, run);
  if (record === null) return;
  for (const name of KEPT_FILES) {
    const path = paths.modelFile(record.id, name);
    if (await files.exists(path)) await files.write(paths.runModelFile(run.id, name), await files.read(path));
  }
  // Last: with it the copy is whole.
  const digested = await withDigest(files, record);
  await files.write(paths.runModelFile(run.id, RECORD), JSON.stringify(digested));
}

/** Takes a model out of the library; its runs keep what they need of it. Throws `STORAGE_*`. */
export async function removeModel(files: FileStore, records: RecordStore, modelId: string): Promise<void> {
  const record = (await records.models.list()).find(({ id }) => id === modelId);
  if (record !== undefined) {
    const digested = await withDigest(files, record);
    // First, to make room: models are removed when storage is full.
    await files.remove(weightsOf(modelId));
    for (const { spec } of await records.runs.list()) {
      if (spec.modelId !== modelId) continue;
      await keepRunModel(files, records, spec);
      await keepDigest(files, spec.id, digested);
    }
  }
  await records.models.delete(modelId);
  await files.remove(paths.model(modelId));
}

/** Writes the digest of a model into the copy that was made of it without one. */
async function keepDigest(files: FileStore, runId: string, model: ModelRecord): Promise<void> {
  const kept = await keptRecord(files, runId).catch((thrown: unknown) => {
    // Told when the run is opened; the model goes all the same.
    if (thrown instanceof AppError && thrown.code === 'STORAGE_DAMAGED') return null;
    throw thrown;
  });
  if (kept === null || kept.weightsDigest !== undefined || !isSameImport(model, kept)) return;
  const { weightsDigest } = model;
  await files.write(paths.runModelFile(runId, RECORD), JSON.stringify({ ...kept, weightsDigest }));
}

const weightsOf = (modelId: string): string => paths.modelFile(modelId, 'model.safetensors');

function inLibrary(record: ModelRecord): FoundModel {
  return { record, folder: paths.model(record.id), weightsPath: async () => weightsOf(record.id) };
}

/** The library's model that a run without a copy was made of: not one that came later under the same id. */
async function libraryModelOf(records: RecordStore, { id, modelId }: RunModel): Promise<ModelRecord | null> {
  const record = await records.models.get(modelId);
  const run = await records.runs.get(id);
  if (record === undefined || (run !== undefined && record.createdAt > run.createdAt)) return null;
  return record;
}

/** The weights themselves count: a model that was deleted and imported again has another date, and often another id. */
async function firstWeights(files: FileStore, records: RecordStore, kept: ModelRecord): Promise<string> {
  const models = await records.models.list();
  for (const model of models) {
    const path = weightsOf(model.id);
    if (hasSameWeights(model, kept) && (await files.exists(path))) return path;
  }
  const isReplaced = models.some(({ id, createdAt }) => id === kept.id && createdAt !== kept.createdAt);
  const revision = kept.source.kind === 'hub' ? kept.source.revision : null;
  throw new AppError(isReplaced ? 'RUN_BASE_REPLACED' : 'RUN_BASE_GONE', { model: kept.name, revision });
}

const isSameImport = (model: ModelRecord, kept: ModelRecord): boolean =>
  model.id === kept.id && model.createdAt === kept.createdAt;

function hasSameWeights(model: ModelRecord, kept: ModelRecord): boolean {
  if (isSameImport(model, kept)) return true;
  if (kept.weightsDigest !== undefined) return model.weightsDigest === kept.weightsDigest;
  // Copies of earlier versions have no digest, but a commit of the Hub never changes.
  const [a, b] = [model.source, kept.source];
  return a.kind === 'hub' && b.kind === 'hub' && a.repo === b.repo && a.revision === b.revision;
}

/** Models taken in by earlier versions have no digest. */
async function withDigest(files: FileStore, record: ModelRecord): Promise<ModelRecord> {
  const path = weightsOf(record.id);
  if (record.weightsDigest !== undefined || !(await files.exists(path))) return record;
  return { ...record, weightsDigest: await weightsDigest(await files.read(path)) };
}

async function keptRecord(files: FileStore, runId: string): Promise<ModelRecord | null> {
  const path = paths.runModelFile(runId, RECORD);
  if (!(await files.exists(path))) return null;
  return readStored(files, path, modelRecordSchema);
}

import { AppError } from '../../../src/core/contract/errors';
import { type ModelRecord, modelRecordSchema } from '../../../src/core/contract/model';
import type { RunSpec } from '../../../src/core/contract/run';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';

/** What a checkpoint needs beside it to be a model that answers. */
const KEPT_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
const RECORD = 'record.json';

type RunModel = Pick<RunSpec, 'id' | 'modelId' | 'modelName'>;

/** A model as far as its weights are not needed. */
export interface FoundModel {
  readonly record: ModelRecord;
  /** Where its config and tokenizer lie. */
  readonly folder: string;
  /** Whether its weights are at hand. */
  readonly isInLibrary: boolean;
}

/** Throws `MODEL_NOT_FOUND`. */
export async function findModel(records: RecordStore, modelId: string): Promise<FoundModel> {
  const record = await records.models.get(modelId);
  if (record === undefined) throw new AppError('MODEL_NOT_FOUND', { model: modelId });
  return { record, folder: paths.model(modelId), isInLibrary: true };
}

/**
 * The model of a run: what the run keeps of it, or the library's where it keeps nothing yet. Throws `RUN_MODEL_GONE`.
 */
export async function findRunModel(
  files: FileStore,
  records: RecordStore,
  { id, modelId, modelName }: RunModel,
): Promise<FoundModel> {
  const kept = await keptRecord(files, id);
  const known = await records.models.get(modelId);
  if (kept === null) {
    if (known === undefined) throw new AppError('RUN_MODEL_GONE', { model: modelName });
    return { record: known, folder: paths.model(modelId), isInLibrary: true };
  }
  const folder = paths.runModel(id);
  // The starter of a newer studio has the id of the one before.
  if (known?.createdAt !== kept.createdAt) return { record: kept, folder, isInLibrary: false };
  return { record: known, folder, isInLibrary: true };
}

/**
 * Copies what a run needs of its model, once: models leave the library, and the starter is replaced by newer ones.
 * Throws `RUN_MODEL_GONE`, `STORAGE_*`.
 */
export async function keepRunModel(files: FileStore, records: RecordStore, spec: RunModel): Promise<void> {
  if (await files.exists(paths.runModelFile(spec.id, RECORD))) return;
  const { record, folder } = await findRunModel(files, records, spec);
  for (const name of KEPT_FILES) {
    const path = `${folder}/${name}`;
    if (await files.exists(path))
      await files.write(paths.runModelFile(spec.id, name), await files.read(path));
  }
  // Last: with it the copy is whole.
  await files.write(paths.runModelFile(spec.id, RECORD), JSON.stringify(record));
}

async function keptRecord(files: FileStore, runId: string): Promise<ModelRecord | null> {
  const path = paths.runModelFile(runId, RECORD);
  if (!(await files.exists(path))) return null;
  const json: unknown = JSON.parse(await (await files.read(path)).text());
  const { data, error } = modelRecordSchema.safeParse(json);
  if (data === undefined) throw new AppError('STORAGE_DAMAGED', { file: path, reason: error.message });
  return data;
}

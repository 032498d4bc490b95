import type { AlignRequest } from '../../../src/core/contract/api';
import type { AlignedRow } from '../../../src/core/contract/dataset';
import { AppError } from '../../../src/core/contract/errors';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import { AlignedRows } from '../../../src/engine/data/entities/aligned-rows';
import { findModel, findRunModel, type FoundModel } from '../models/run-model';
import { readRowRange } from './rows-file';
import type { TokenizerOf } from './tokenizer-files';

/** Rows read at once while looking for the end of a sentence. */
const ROWS = 200;

/**
 * Sentences as the model will see them. Throws `DATA_COLUMN_MISSING`, `DATA_NO_TEXT_COLUMN`, `MODEL_*`,
 * `RUN_MODEL_GONE`, `STORAGE_*`.
 */
export async function alignRows(
  files: FileStore,
  records: RecordStore,
  tokenizerOf: TokenizerOf,
  request: AlignRequest,
): Promise<AlignedRow[]> {
  const { dataset, fileId, row, limit, maxLength, labelAllTokens, scheme, tags } = request;
  const { mapping } = dataset;
  const file = dataset.files.find(({ id }) => id === fileId);
  if (mapping?.task !== 'token-classification' || !file) {
    throw new AppError('DATA_NO_TEXT_COLUMN', { dataset: dataset.name });
  }
  const { record, folder } = await modelOf(files, records, request);
  const tokenizer = await tokenizerOf(folder);
  const target = { tokenizer, maxLength: Math.min(maxLength, record.maxLength), labelAllTokens };
  const aligner = new AlignedRows(dataset, file, { mapping, scheme, tags }, target);
  const source = await files.read(paths.rows(dataset.id, fileId));
  const aligned: AlignedRow[] = [];
  for (let offset = row - 1; offset < file.rowCount && aligned.length < limit; offset += ROWS) {
    for (const read of await readRowRange(source, offset, ROWS)) aligned.push(...aligner.add(read));
  }
  if (aligned.length < limit) aligned.push(...aligner.end());
  return aligned.slice(0, limit);
}

async function modelOf(
  files: FileStore,
  records: RecordStore,
  { modelId, runId }: AlignRequest,
): Promise<FoundModel> {
  if (runId === null) return findModel(records, modelId);
  const run = await records.runs.get(runId);
  if (run === undefined) throw new AppError('STORAGE_NOT_FOUND', { path: runId });
  return findRunModel(files, records, run.spec);
}

import type { AlignRequest } from '../../../src/core/contract/api';
import type { AlignedRow } from '../../../src/core/contract/dataset';
import { AppError } from '../../../src/core/contract/errors';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import { AlignedRows } from '../../../src/engine/data/entities/aligned-rows';
import { readRowRange } from './rows-file';
import type { TokenizerOf } from './tokenizer-files';

/** Rows read at once while looking for the end of a sentence. */
const ROWS = 200;

/** Sentences as the model will see them. Throws `DATA_COLUMN_MISSING`, `DATA_NO_TEXT_COLUMN`, `MODEL_*`, `STORAGE_*`. */
export async function alignRows(
  files: FileStore,
  records: RecordStore,
  tokenizerOf: TokenizerOf,
  { dataset, fileId, row, limit, modelId, maxLength, labelAllTokens, scheme, tags }: AlignRequest,
): Promise<AlignedRow[]> {
  const { mapping } = dataset;
  const file = dataset.files.find(({ id }) => id === fileId);
  if (mapping?.task !== 'token-classification' || !file) {
    throw new AppError('DATA_NO_TEXT_COLUMN', { dataset: dataset.name });
  }
  const model = await records.models.get(modelId);
  if (model === undefined) throw new AppError('MODEL_NOT_FOUND', { model: modelId });
  const tokenizer = await tokenizerOf(modelId);
  const target = { tokenizer, maxLength: Math.min(maxLength, model.maxLength), labelAllTokens };
  const aligner = new AlignedRows(dataset, file, { mapping, scheme, tags }, target);
  const source = await files.read(paths.rows(dataset.id, fileId));
  const aligned: AlignedRow[] = [];
  for (let offset = row - 1; offset < file.rowCount && aligned.length < limit; offset += ROWS) {
    for (const read of await readRowRange(source, offset, ROWS)) aligned.push(...aligner.add(read));
  }
  if (aligned.length < limit) aligned.push(...aligner.end());
  return aligned.slice(0, limit);
}

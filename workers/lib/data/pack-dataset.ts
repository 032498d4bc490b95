import type { PackedDataset, PackRequest } from '../../../src/core/contract/api';
import { AppError } from '../../../src/core/contract/errors';
import { type FileStore, paths } from '../../../src/core/contract/storage';
import { datasetEntries } from '../../../src/engine/export/dataset/dataset-entries';
import { zipInto } from '../../../src/engine/export/zip';
import { usableRows } from '../cluster/usable-rows';
import type { Operation } from '../operations';
import { surveyDataset } from './survey-dataset';

/**
 * Writes a dataset as it is learned from into the file store: rows as repaired, by split, with a card and the record
 * of repairs. Throws `DATA_NO_USABLE_ROWS`, `DATA_COLUMN_MISSING`, `EXPORT_FAILED`, `STORAGE_*`, `WORKER_CANCELLED`.
 */
export async function packDataset(
  files: FileStore,
  { dataset, repo }: PackRequest,
  operation: Operation,
): Promise<PackedDataset> {
  const survey = await surveyDataset(files, dataset, operation);
  const { report, labels } = survey;
  if (Object.values(report.examples).every((rows) => rows === 0)) throw new AppError('DATA_NO_USABLE_ROWS');
  const path = paths.packed(dataset.id);
  const expected = dataset.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const sizeBytes = await zipInto(
    await files.openWriter(path),
    () =>
      datasetEntries({ dataset, report, labels, repo, rows: (split) => usableRows(files, survey, split) }),
    dataset.updatedAt,
    (done) => {
      operation.check();
      operation.progress({ stage: 'writing', done, total: Math.max(done, expected), unit: 'bytes' });
    },
  );
  return { path, sizeBytes };
}

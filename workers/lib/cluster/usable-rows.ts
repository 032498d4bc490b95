import type { DatasetRecord } from '../../../src/core/contract/dataset';
import { AppError } from '../../../src/core/contract/errors';
import type { FileStore } from '../../../src/core/contract/storage';
import { SPLIT_NAMES, type SplitName } from '../../../src/core/contract/task';
import type { DatasetSurvey } from '../../../src/engine/data/example-maker';
import type { ExampleSet } from '../../../src/engine/data/example-set';
import type { UsableRow } from '../../../src/engine/data/usable-rows';
import { readDataset } from '../data/survey-dataset';

/** The rows of a split, batch by batch, in the order in which they were prepared. Throws `STORAGE_*`. */
export async function* usableRows(
  files: FileStore,
  survey: DatasetSurvey,
  split: SplitName,
): AsyncGenerator<UsableRow[]> {
  const index = SPLIT_NAMES.indexOf(split);
  const reader = survey.rows();
  for await (const { fileIndex, rows } of readDataset(files, survey.dataset)) {
    const used =
      rows === null ? reader.endFile(fileIndex) : rows.flatMap((row) => reader.add(fileIndex, row));
    yield used.filter((row) => row.split === index);
  }
}

/** Whether an example was made of a row: where it comes from, and every label of its words. */
function isMadeOf(examples: ExampleSet, i: number, row: UsableRow): boolean {
  if (examples.files[i] !== row.file || examples.rows[i] !== row.row) return false;
  const begin = examples.labelStarts[i] ?? 0;
  if ('label' in row) return examples.labels[begin] === row.label;
  const { wordIds, labels } = examples;
  for (let t = begin; t < (examples.labelStarts[i + 1] ?? 0); t++) {
    const word = wordIds[t] ?? -1;
    if (word >= 0 && word !== wordIds[t - 1] && labels[t] !== row.labels[word]) return false;
  }
  return true;
}

/** Hands rows on, and throws `DATA_CHANGED` when they are not those that the examples were made of. */
export async function* sameRows(
  batches: AsyncIterable<UsableRow[]>,
  examples: ExampleSet,
  dataset: Pick<DatasetRecord, 'name'>,
): AsyncGenerator<UsableRow[]> {
  let seen = 0;
  for await (const rows of batches) {
    for (const row of rows) {
      if (!isMadeOf(examples, seen++, row)) throw new AppError('DATA_CHANGED', { dataset: dataset.name });
    }
    yield rows;
  }
  if (seen !== examples.length) throw new AppError('DATA_CHANGED', { dataset: dataset.name });
}

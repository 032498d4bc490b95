import type { DatasetRecord, TableRow, TextMapping, TokenMapping } from '../../../src/core/contract/dataset';
import { AppError } from '../../../src/core/contract/errors';
import { type FileStore, paths } from '../../../src/core/contract/storage';
import { EntitySurvey } from '../../../src/engine/data/entities/entity-survey';
import { SchemeSurvey } from '../../../src/engine/data/entities/scheme-survey';
import { SentenceExamples } from '../../../src/engine/data/entities/sentence-examples';
import { SentenceRows } from '../../../src/engine/data/entities/sentence-rows';
import type { DatasetSurvey, RowSink } from '../../../src/engine/data/example-maker';
import { Survey } from '../../../src/engine/data/survey';
import { TextExamples } from '../../../src/engine/data/text-examples';
import { TextRows } from '../../../src/engine/data/text-rows';
import { breathe } from '../../../src/engine/runtime/breathe';
import type { Operation } from '../operations';
import { readRowBatches } from './rows-file';

/** Reads the rows of a dataset. Throws `DATA_COLUMN_MISSING`, `DATA_NO_TEXT_COLUMN`, `WORKER_CANCELLED`. */
export async function surveyDataset(
  files: FileStore,
  dataset: DatasetRecord,
  operation: Operation,
): Promise<DatasetSurvey> {
  const { mapping } = dataset;
  if (mapping === null) throw new AppError('DATA_NO_TEXT_COLUMN', { dataset: dataset.name });
  return mapping.task === 'token-classification'
    ? surveySentences(files, dataset, mapping, operation)
    : surveyTexts(files, dataset, mapping, operation);
}

async function surveyTexts(
  files: FileStore,
  dataset: DatasetRecord,
  mapping: TextMapping,
  operation: Operation,
): Promise<DatasetSurvey> {
  const survey = new Survey(dataset, mapping);
  await forEachRow(files, dataset, { operation, stage: 'checking' }, survey);
  const result = survey.finish();
  const rows = () => new TextRows(dataset, mapping, result);
  return {
    report: result.report,
    dataset,
    labels: result.report.labelMap.labels,
    rows,
    examples: (target) => new TextExamples(rows(), target),
  };
}

/** Twice over the rows: what a tag means shows only when all of them were seen. */
async function surveySentences(
  files: FileStore,
  dataset: DatasetRecord,
  mapping: TokenMapping,
  operation: Operation,
): Promise<DatasetSurvey> {
  const schemes = new SchemeSurvey(dataset, mapping);
  await forEachRow(files, dataset, { operation, stage: 'checking', part: [0, 0.5] }, schemes);
  const survey = new EntitySurvey(dataset, mapping, schemes.finish());
  await forEachRow(files, dataset, { operation, stage: 'checking', part: [0.5, 1] }, survey);
  const result = survey.finish();
  const { tags } = result.report.tagging;
  const rows = () => new SentenceRows(dataset, mapping, result);
  return {
    report: result.report,
    dataset,
    labels: tags,
    rows,
    examples: (target) => new SentenceExamples(dataset, rows(), tags, target),
  };
}

interface Pass {
  readonly operation: Operation;
  readonly stage: 'checking' | 'tokenizing';
  /** Where in the whole work this pass begins and ends. */
  readonly part?: readonly [begin: number, end: number];
}

/** Rows of one file; none where the file has ended. */
interface FileRows {
  readonly fileIndex: number;
  readonly rows: readonly TableRow[] | null;
}

/** All rows of a dataset in batches, and the end of each file. Throws `STORAGE_*`. */
export async function* readDataset(files: FileStore, dataset: DatasetRecord): AsyncGenerator<FileRows> {
  for (const [fileIndex, file] of dataset.files.entries()) {
    const source = await files.read(paths.rows(dataset.id, file.id));
    for await (const rows of readRowBatches(source)) yield { fileIndex, rows };
    yield { fileIndex, rows: null };
  }
}

/** Hands all rows of a dataset to `sink`. Throws `WORKER_CANCELLED`, `STORAGE_*`. */
export async function forEachRow(
  files: FileStore,
  dataset: DatasetRecord,
  { operation, stage, part: [begin, end] = [0, 1] }: Pass,
  sink: RowSink,
): Promise<void> {
  const total = dataset.files.reduce((sum, { rowCount }) => sum + rowCount, 0);
  let seen = 0;
  for await (const { fileIndex, rows } of readDataset(files, dataset)) {
    operation.check();
    if (rows === null) {
      sink.endFile(fileIndex);
      continue;
    }
    for (const row of rows) sink.add(fileIndex, row);
    seen += rows.length;
    const done = Math.round(begin * total + seen * (end - begin));
    operation.progress({ stage, done, total, unit: 'rows' });
    await breathe();
  }
}

import type { FilePrediction, FilePredictionRequest } from '../../../src/core/contract/api';
import type { TableRow } from '../../../src/core/contract/dataset';
import { AppError } from '../../../src/core/contract/errors';
import type { PredictionTarget, TextPrediction } from '../../../src/core/contract/predictions';
import { type FileStore, type FileWriter, paths } from '../../../src/core/contract/storage';
import type { Task } from '../../../src/core/contract/task';
import { isWrittenList } from '../../../src/engine/data/entities/lists';
import { sentenceTable, wordColumns } from '../../../src/engine/data/entities/word-table';
import type { Table } from '../../../src/engine/data/formats/format';
import { detectOptions, openTable, sniffFormat } from '../../../src/engine/data/formats/registry';
import { nameFit, TEXT_NAMES, TOKEN_NAMES } from '../../../src/engine/data/known-names';
import type { EntityReading, TextOrWords } from '../../../src/engine/predict/entities/predict-tokens';
import { classCsv } from '../../../src/engine/predict/files/class-csv';
import { type EntityTable, entityFile } from '../../../src/engine/predict/files/entity-file';
import type { ResultFile } from '../../../src/engine/predict/files/result-file';
import { breathe } from '../../../src/engine/runtime/breathe';
import type { Operation } from '../operations';

const BATCH = 16;

/** Predicts a few texts at a time: between two calls, others may have the device. */
export interface BatchPredictor {
  readonly task: Task;
  readonly labels: readonly string[];
  texts(texts: readonly string[]): Promise<readonly TextPrediction[]>;
  tokens(inputs: readonly TextOrWords[]): Promise<readonly EntityReading[]>;
}

/**
 * Predicts the rows of a file, in its order, into one of another name among the exports of the target: they go with its
 * run. One text a row: a run that was trained on pairs of texts sees the first alone. Without a column name the text
 * is guessed from the table, as a run does not say what its own column was called.
 */
export async function predictFile(
  files: FileStore,
  predictor: BatchPredictor,
  request: FilePredictionRequest,
  operation: Operation,
  target: PredictionTarget,
): Promise<FilePrediction> {
  const { file } = request;
  const format = await sniffFormat(file, file.name);
  const { table, unit, result } = await reading(
    await openTable(file, await detectOptions(format, file)),
    format === 'conll' ? 'sentence' : 'row',
    predictor,
    request,
  );
  const fileName = `${file.name.replace(/\.[^.]*$/, '')}-predictions${result.extension}`;
  const path = await freePath(files, target, fileName);
  const writer = await files.openWriter(path);
  try {
    await writer.write(result.head);
    const counts = await predictRows(
      table,
      writer,
      async (rows) => {
        const lines = await result.lines(rows);
        await breathe();
        operation.check();
        return lines;
      },
      (done) => operation.progress({ stage: 'predicting', done, total: file.size, unit: 'bytes' }),
    );
    await writer.close();
    return { path, fileName, unit, ...counts };
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
}

interface Reading {
  /** The table with what is predicted in a row each. */
  readonly table: Table;
  readonly unit: FilePrediction['unit'];
  readonly result: ResultFile;
}

async function reading(
  table: Table,
  unit: Reading['unit'],
  predictor: BatchPredictor,
  request: FilePredictionRequest,
): Promise<Reading> {
  const sample = await firstRows(table);
  const { columns } = table;
  const text = textColumn(columns, sample, request.textColumn);
  if (predictor.task === 'text-classification') {
    return {
      table,
      unit,
      result: classCsv({ columns, text }, predictor.labels, (texts) => predictor.texts(texts)),
    };
  }
  const resultOf = (entities: EntityTable) =>
    entityFile(entities, request, (inputs) => predictor.tokens(inputs));
  const found = wordColumns(columns, sample);
  if (found !== null && (request.textColumn === null || text === found.token)) {
    const words = found.sentence === -1 ? 'rows-and-blank-lines' : 'rows';
    return {
      table: sentenceTable(table, found),
      unit: 'sentence',
      result: resultOf({ columns, text: found.token, words }),
    };
  }
  return {
    table,
    unit,
    result: resultOf({ columns, text, words: holdsLists(sample, text) ? 'lists' : 'none' }),
  };
}

async function firstRows(table: Table): Promise<readonly TableRow[]> {
  for await (const { rows } of table.batches()) if (rows.length > 0) return rows;
  throw new AppError('DATA_NO_ROWS');
}

/** Whether a column has words that are cut apart: a list in each filled cell. */
function holdsLists(rows: readonly TableRow[], column: number): boolean {
  const filled = rows.map(({ cells }) => cells[column] ?? '').filter((cell) => cell.trim() !== '');
  return filled.length > 0 && filled.every(isWrittenList);
}

/** Whose exports the result is among. */
function ownerOf(target: PredictionTarget): string {
  return target.kind === 'run' ? target.runId : `model-${target.modelId}`;
}

/** A path that no earlier result has: one that is still wanted is never overwritten. */
async function freePath(files: FileStore, target: PredictionTarget, fileName: string): Promise<string> {
  const owner = ownerOf(target);
  const taken = new Set(await files.list(paths.exports(owner)));
  const [, stem = fileName, extension = ''] = /^(.*)(\.[^.]*)$/.exec(fileName) ?? [];
  let name = fileName;
  for (let n = 2; taken.has(name); n++) name = `${stem}-${n}${extension}`;
  return paths.export(owner, name);
}

async function predictRows(
  table: Table,
  writer: FileWriter,
  predict: (rows: readonly TableRow[]) => Promise<{ text: string; skipped: number }>,
  onBytes: (done: number) => void,
): Promise<{ rows: number; skipped: number }> {
  let count = 0;
  let skipped = 0;
  for await (const { rows, bytesRead } of table.batches()) {
    for (let begin = 0; begin < rows.length; begin += BATCH) {
      const part = rows.slice(begin, begin + BATCH);
      const lines = await predict(part);
      await writer.write(lines.text);
      count += part.length;
      skipped += lines.skipped;
    }
    onBytes(bytesRead);
  }
  if (count === 0) throw new AppError('DATA_NO_ROWS');
  return { rows: count, skipped };
}

/** The named column, or the one that looks most like text, or words: by its name, else by the length of its cells. */
function textColumn(columns: readonly string[], rows: readonly TableRow[], name: string | null): number {
  if (name !== null) {
    const index = columns.indexOf(name);
    if (index === -1) throw new AppError('DATA_COLUMN_MISSING', { column: name });
    return index;
  }
  const fits = columns.map((column) => Math.max(nameFit(column, TEXT_NAMES), nameFit(column, TOKEN_NAMES)));
  const named = fits.indexOf(Math.max(...fits));
  if ((fits[named] ?? 0) > 0) return named;
  // A file of words and tags has the words first, whatever is longer.
  if (columns.every((_, i) => holdsLists(rows, i))) return 0;
  const lengths = columns.map((_, i) => rows.reduce((sum, { cells }) => sum + (cells[i] ?? '').length, 0));
  const longest = lengths.indexOf(Math.max(...lengths));
  if (longest === -1) throw new AppError('DATA_NO_TEXT_COLUMN');
  return longest;
}

import type { FilePrediction } from '../../../src/core/contract/api';
import type { TableRow } from '../../../src/core/contract/dataset';
import { AppError } from '../../../src/core/contract/errors';
import type { ClassScore, PredictionTarget, TextPrediction } from '../../../src/core/contract/predictions';
import { type FileStore, type FileWriter, paths } from '../../../src/core/contract/storage';
import type { Table } from '../../../src/engine/data/formats/format';
import { FORMAT_READERS, sniffFormat } from '../../../src/engine/data/formats/registry';
import { nameFit, TEXT_NAMES } from '../../../src/engine/data/known-names';
import { predictionCsv } from '../../../src/engine/data/prediction-csv';
import { breathe } from '../../../src/engine/runtime/breathe';
import type { Operation } from '../operations';

const BATCH = 16;

/** Predicts a few texts at a time: between two calls, others may have the device. */
export interface BatchPredictor {
  readonly labels: readonly string[];
  predict(texts: readonly string[]): Promise<readonly TextPrediction[]>;
}
/**
 * Predicts the rows of a table, in its order, into a CSV that keeps its columns, among the exports of the target: they
 * go with its run. One text a row: a run that was trained on pairs of texts sees the first alone. Without a column
 * name the text is guessed from the table, as a run does not say what its own column was called.
 */
export async function predictFile(
  files: FileStore,
  predictor: BatchPredictor,
  request: { readonly file: File; readonly textColumn: string | null },
  operation: Operation,
  target: PredictionTarget,
): Promise<FilePrediction> {
  const { file } = request;
  const format = FORMAT_READERS[await sniffFormat(file, file.name)];
  const table = await format.open(file, await format.detect(file));
  const column = await textColumn(table, request.textColumn);
  const csv = predictionCsv(table.columns, predictor.labels);
  const fileName = `${file.name.replace(/\.[^.]*$/, '')}-predictions.csv`;
  const path = await freePath(files, target, fileName);
  const writer = await files.openWriter(path);
  try {
    // A spreadsheet takes a CSV without this mark for its own code page.
    await writer.write(`\ufeff${csv.header}`);
    const counts = await predictRows(
      table,
      writer,
      async (rows) => {
        const usable = rows.filter(({ cells }) => textOf(cells, column) !== '');
        const predictions = await predictor.predict(usable.map(({ cells }) => textOf(cells, column)));
        const scores = new Map<TableRow, readonly ClassScore[]>(
          usable.map((row, i) => [row, predictions[i]?.scores ?? []]),
        );
        await breathe();
        operation.check();
        return {
          text: rows.map((row) => csv.row(row.cells, scores.get(row) ?? null)).join(''),
          skipped: rows.length - usable.length,
        };
      },
      (done) => operation.progress({ stage: 'predicting', done, total: file.size, unit: 'bytes' }),
    );
    await writer.close();
    return { path, fileName, ...counts };
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
}

/** Whose exports the result is among. */
function ownerOf(target: PredictionTarget): string {
  return target.kind === 'run' ? target.runId : `model-${target.modelId}`;
}

/** A path that no earlier result has: one that is still wanted is never overwritten. */
async function freePath(files: FileStore, target: PredictionTarget, fileName: string): Promise<string> {
  const owner = ownerOf(target);
  const taken = new Set(await files.list(paths.exports(owner)));
  const stem = fileName.replace(/\.csv$/, '');
  let name = fileName;
  for (let n = 2; taken.has(name); n++) name = `${stem}-${n}.csv`;
  return paths.export(owner, name);
}

const textOf = (cells: readonly string[], column: number) => (cells[column] ?? '').trim();

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

/** The named column, or the one that looks most like text: by its name, else by the length of its cells. */
async function textColumn(table: Table, name: string | null): Promise<number> {
  if (name !== null) {
    const index = table.columns.indexOf(name);
    if (index === -1) throw new AppError('DATA_COLUMN_MISSING', { column: name });
    return index;
  }
  const fits = table.columns.map((column) => nameFit(column, TEXT_NAMES));
  const named = fits.indexOf(Math.max(...fits));
  if ((fits[named] ?? 0) > 0) return named;
  for await (const { rows } of table.batches()) {
    const lengths = table.columns.map((_, i) =>
      rows.reduce((sum, { cells }) => sum + (cells[i] ?? '').length, 0),
    );
    if (rows.length > 0) return lengths.indexOf(Math.max(...lengths));
  }
  throw new AppError('DATA_NO_TEXT_COLUMN');
}

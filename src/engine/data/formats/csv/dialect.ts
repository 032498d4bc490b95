import { csvOptionsSchema, type OptionsOf } from '../../../../core/contract/dataset';
import { type CutRecord, RecordCutter } from './record-cutter';

type Dialect = Pick<OptionsOf<'csv'>, 'delimiter' | 'quote'>;

/** The beginning of a file, or all of it. */
export interface Sample {
  readonly text: string;
  readonly isWhole: boolean;
}

interface Reading {
  readonly dialect: Dialect;
  /** The commonest number of cells. */
  readonly width: number;
  /** Share of records with that many, broken ones counted against it. */
  readonly regularity: number;
}

const DELIMITERS = csvOptionsSchema.shape.delimiter.options;

/** Delimiter and quote under which a sample of a file reads most like a table. */
export function sniffDialect(sample: Sample): Dialect {
  const lines = count(sample.text, '\n');
  // What separates columns stands on most lines, unless records are very long.
  const delimiters = DELIMITERS.filter((delimiter) => count(sample.text, delimiter) * 20 >= lines);
  const readings = (delimiters.length > 0 ? delimiters : [',' as const]).map((delimiter) =>
    quotesIn(sample.text, delimiter)
      .map((quote) => read(sample, { delimiter, quote }))
      .reduce(better),
  );
  return readings.reduce(better).dialect;
}

const count = (text: string, part: string): number => text.split(part).length - 1;

/** The first wins on a tie. */
function better(a: Reading, b: Reading): Reading {
  return value(b) > value(a) + 1e-9 ? b : a;
}

/** One column is always regular, so it counts less than two that are mostly so. */
function value({ width, regularity }: Reading): number {
  return width > 1 ? regularity : 0.3 * regularity;
}

/** Quotes worth trying, the likelier first. */
function quotesIn(sample: string, delimiter: string): readonly OptionsOf<'csv'>['quote'][] {
  if (enclosedCells(sample, delimiter, '"') > 0) return ['"', 'none'];
  // An apostrophe at both ends happens in ordinary text; a file quoted with it has it on every other line at least.
  if (enclosedCells(sample, delimiter, "'") > count(sample, '\n') / 2) return ["'", 'none'];
  // Nothing to go by: further down a CSV may begin to quote, while tables with tabs seldom do.
  return delimiter === '\t' ? ['none'] : ['"', 'none'];
}

/** Cells that begin and end with the quote. */
function enclosedCells(sample: string, delimiter: string, quote: string): number {
  const edge = delimiter === '|' ? '\\|' : delimiter;
  const other = `[^${quote}]*`;
  const cell = `(?<=^|[\n${edge}])${quote}${other}(?:${quote}${quote}${other})*${quote} *(?=[\n${edge}]|$)`;
  return sample.match(new RegExp(cell, 'g'))?.length ?? 0;
}

/** The records of a sample; one that its end cuts through is left out, unless so much is left that a quote is open. */
export function sampleRecords(sample: Sample, dialect: Dialect): CutRecord[] {
  const cutter = new RecordCutter(dialect);
  const records = cutter.push(sample.text);
  if (sample.isWhole || cutter.rest > sample.text.length / 10) records.push(...cutter.end());
  return records;
}

function read(sample: Sample, dialect: Dialect): Reading {
  const records = sampleRecords(sample, dialect);
  const counts = new Map<number, number>();
  for (const { cells, problem } of records) {
    if (problem === null) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  }
  let width = 1;
  let commonest = 0;
  for (const [cells, times] of counts) {
    if (times > commonest) [width, commonest] = [cells, times];
  }
  return { dialect, width, regularity: commonest / Math.max(1, records.length) };
}

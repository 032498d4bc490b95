import type { TableRow } from '../../../core/contract/dataset';
import type { AggregationStrategy, Entity, PredictionFormat } from '../../../core/contract/predictions';
import { readList } from '../../data/entities/lists';
import type { EntityReading, TextOrWords } from '../entities/predict-tokens';
import { conllResult } from './conll-result';
import { csvResult } from './csv-result';
import { jsonLinesResult } from './json-lines-result';
import { type ResultFile, textOf } from './result-file';

/** How a table has words: not at all, as lists in a cell, or one a row, with ids or blank lines between sentences. */
type Words = 'none' | 'lists' | 'rows' | 'rows-and-blank-lines';

/** Where a table has its texts, or its words; those of a row each are gathered to lists. */
export interface EntityTable {
  readonly columns: readonly string[];
  readonly text: number;
  readonly words: Words;
}

/** What was found in one row; positions in code points, in the words with a space between where words came. */
export interface RowResult {
  readonly row: TableRow;
  readonly text: string;
  /** null for a text. */
  readonly words: readonly string[] | null;
  /** A tag a word; null for a text. */
  readonly tags: readonly string[] | null;
  readonly entities: readonly Entity[];
}

/** Writes results; `result` is null for a row without anything to read. */
export interface ResultWriter {
  readonly extension: string;
  readonly head: string;
  row(row: TableRow, result: RowResult | null): string;
}

const WRITERS: Readonly<Record<PredictionFormat, (table: EntityTable) => ResultWriter>> = {
  csv: csvResult,
  jsonl: jsonLinesResult,
  conll: conllResult,
};

/** Entities of every row, in a format and under a strategy. CoNLL is about words: texts are cut at white space for it. */
export function entityFile(
  table: EntityTable,
  { format, strategy }: { readonly format: PredictionFormat; readonly strategy: AggregationStrategy },
  predict: (inputs: readonly TextOrWords[]) => Promise<readonly EntityReading[]>,
): ResultFile {
  const writer = WRITERS[format](table);
  const inputOf = ({ cells }: TableRow): TextOrWords => {
    const text = textOf(cells, table.text);
    const words = table.words !== 'none' ? readList(text) : null;
    if (words !== null) return words;
    return format === 'conll' ? text.split(/\s+/u).filter((word) => word !== '') : text;
  };
  return {
    extension: writer.extension,
    head: writer.head,
    async lines(rows) {
      const usable = rows
        .map((row) => ({ row, input: inputOf(row) }))
        .filter(({ input }) => input.length > 0);
      const readings = await predict(usable.map(({ input }) => input));
      const results = new Map(
        usable.map(({ row, input }, i): [TableRow, RowResult | null] => {
          const reading = readings[i];
          return [row, reading === undefined ? null : resultOf(row, input, reading, strategy)];
        }),
      );
      return {
        text: rows.map((row) => writer.row(row, results.get(row) ?? null)).join(''),
        skipped: rows.length - usable.length,
      };
    },
  };
}

function resultOf(
  row: TableRow,
  input: TextOrWords,
  { prediction, wordTags }: EntityReading,
  strategy: AggregationStrategy,
): RowResult {
  const isText = typeof input === 'string';
  return {
    row,
    text: prediction.text,
    words: isText ? null : input,
    tags: isText ? null : wordTags(strategy),
    entities: prediction.entities[strategy],
  };
}

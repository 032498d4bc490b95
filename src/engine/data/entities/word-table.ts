import type { TableRow } from '../../../core/contract/dataset';
import type { Table, TableBatch } from '../formats/format';
import { nameFit, SENTENCE_NAMES, TOKEN_NAMES } from '../known-names';
import { proposeMappings } from '../mapping';
import { ColumnProfiler, type ColumnStatistics } from '../profile';
import { RowGroups } from './row-groups';

/** Where the words of a table with one word a row stand. */
export interface WordColumns {
  readonly token: number;
  /** -1 where blank lines set sentences apart. */
  readonly sentence: number;
}

/** Words with white space in them are few. */
const PHRASES = 0.05;

/** Whether a table has one word a row, by its first rows: as for learning, or, where no tags are, by ids that stay for several words. */
export function wordColumns(columns: readonly string[], rows: readonly TableRow[]): WordColumns | null {
  const statistics = columns.map((column, i) => {
    const profiler = new ColumnProfiler(column);
    for (const { cells } of rows) profiler.add(cells[i] ?? '');
    return profiler.statistics();
  });
  const [mapping] = proposeMappings(statistics);
  if (mapping?.task === 'token-classification') {
    if (mapping.layout !== 'rows') return null;
    const { token, sentence } = mapping;
    return { token: columns.indexOf(token), sentence: sentence === null ? -1 : columns.indexOf(sentence) };
  }
  const sentence = bestBy(statistics, ({ name }, i) =>
    staysLong(rows, i) ? nameFit(name, SENTENCE_NAMES) : 0,
  );
  const token = bestBy(statistics, ({ name, phraseShare }, i) =>
    i !== sentence && phraseShare <= PHRASES ? nameFit(name, TOKEN_NAMES) : 0,
  );
  return sentence === -1 || token === -1 ? null : { token, sentence };
}

/** The first of those with the highest score above 0; -1 without. */
function bestBy(
  columns: readonly ColumnStatistics[],
  score: (column: ColumnStatistics, index: number) => number,
): number {
  const scores = columns.map(score);
  const highest = Math.max(...scores);
  return highest > 0 ? scores.indexOf(highest) : -1;
}

/** Whether an id stands for two rows or more on average, one after the other; not one for all of them. */
function staysLong(rows: readonly TableRow[], column: number): boolean {
  const groups = new RowGroups(column);
  let sentences = 1;
  for (const row of rows) if (groups.push(row).length > 0) sentences++;
  return sentences > 1 && sentences * 2 <= rows.length;
}

/** The table with a sentence a row: each cell is the JSON list of what a column has for its words. */
export function sentenceTable(table: Table, { sentence }: WordColumns): Table {
  return { columns: table.columns, batches: () => sentences(table, sentence) };
}

async function* sentences({ columns, batches }: Table, sentence: number): AsyncGenerator<TableBatch> {
  const groups = new RowGroups(sentence);
  let count = 0;
  let bytes = 0;
  const joined = (words: readonly TableRow[]): TableRow[] => {
    const [first] = words;
    if (first === undefined) return [];
    const cells = columns.map((_, i) => JSON.stringify(words.map((word) => word.cells[i] ?? '')));
    return [{ row: ++count, line: first.line, cells }];
  };
  for await (const { rows, notices, bytesRead } of batches()) {
    bytes = bytesRead;
    yield { rows: rows.flatMap((row) => joined(groups.push(row))), notices, bytesRead };
  }
  yield { rows: joined(groups.end()), notices: [], bytesRead: bytes };
}

import type { OptionsOf } from '../../../../core/contract/dataset';
import { isTag } from '../../cell-kinds';
import { readLine, splitCells } from './sentence-lines';

/** How the lines of a file of words and tags are cut. */
export interface ConllLayout {
  readonly delimiter: OptionsOf<'conll'>['delimiter'];
  readonly width: number;
  readonly hasHeader: boolean;
  /** Share of the lines that have all columns. */
  readonly regularity: number;
  /** Whether blank lines set sentences apart. */
  readonly hasBreaks: boolean;
  /** Whether a column holds tags and nothing else. */
  readonly hasTags: boolean;
}

/** More columns than this, no such file has. */
const MAX_WIDTH = 30;
/** Tags without prefixes are believed in up to so many different ones. */
const MAX_PLAIN_TAGS = 60;

/** The reading under which lines look most like words with tags; null when they look like nothing of the kind. */
export function conllLayout(lines: readonly string[]): ConllLayout | null {
  const barred = barredLayout(lines);
  if (barred) return barred;
  const readings = (['\t', ' '] as const).map((delimiter) => layoutWith(lines, delimiter));
  return readings.reduce((best, each) => (value(each) > value(best) ? each : best), null);
}

function value(layout: ConllLayout | null): number {
  return layout === null ? 0 : layout.regularity + (layout.hasTags ? 1 : 0);
}

function layoutWith(lines: readonly string[], delimiter: '\t' | ' '): ConllLayout | null {
  const width = commonestWidth(lines, delimiter);
  if (width < 2 || width > MAX_WIDTH) return null;
  const words: (readonly string[])[] = [];
  let hasBreaks = false;
  let count = 0;
  let atStart = true;
  for (const line of lines) {
    const read = readLine(line, { delimiter, width, atStart });
    if (read.kind === 'word') {
      count++;
      if (read.cells.length === width) words.push(read.cells);
    }
    if (read.kind === 'break' && !atStart) hasBreaks = true;
    atStart = read.kind === 'break' || (atStart && read.kind === 'comment');
  }
  const [first, ...below] = words;
  const tagged = (rows: readonly (readonly string[])[]): number => tagColumn(rows, width);
  const column = tagged(below);
  const hasHeader =
    first !== undefined && column >= 0 && below.length > 0 && !isTagOf(first[column], below, column);
  const hasTags = column >= 0 || (words.length === 1 && tagged(words) >= 0);
  return { delimiter, width, hasHeader, regularity: words.length / Math.max(1, count), hasBreaks, hasTags };
}

function commonestWidth(lines: readonly string[], delimiter: '\t' | ' '): number {
  const counts = new Map<number, number>();
  for (const line of lines) {
    if (line.trim() === '') continue;
    const { length } = splitCells(line, delimiter);
    counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0])[0];
}

/** The last column that holds tags alone: prefixed ones, or few different values with O among them; -1 for none. */
function tagColumn(rows: readonly (readonly string[])[], width: number): number {
  for (let column = width - 1; column >= 0; column--) {
    const cells = rows.map((row) => row[column] ?? '');
    if (cells.length === 0 || !cells.includes('O')) continue;
    const kinds = new Set(cells);
    if (cells.filter(isTag).length >= 0.98 * cells.length) return column;
    if (kinds.size <= MAX_PLAIN_TAGS && kinds.size * 5 < cells.length && !kinds.has('')) return column;
  }
  return -1;
}

function isTagOf(cell: string | undefined, rows: readonly (readonly string[])[], column: number): boolean {
  return cell !== undefined && (isTag(cell) || rows.some((row) => row[column] === cell));
}

/** `word|tag word|tag …`, one sentence a line. */
function barredLayout(lines: readonly string[]): ConllLayout | null {
  const pieces = lines.flatMap((line) => line.split(/\s+/).filter((piece) => piece !== ''));
  const last = pieces.map((piece) => piece.split('|'));
  const width = last[0]?.length ?? 0;
  if (width < 2 || !last.every((cells) => cells.length === width && isTag(cells.at(-1) ?? ''))) return null;
  return { delimiter: '|', width, hasHeader: false, regularity: 1, hasBreaks: true, hasTags: true };
}

import type { ColumnProfile } from '../../core/contract/dataset';
import { isDate, isNumeric, isWholeNumber } from './cell-kinds';
import { splitOf } from './known-names';
import { ListProfiler, type ListStatistics } from './list-profile';

/** Distinct values are counted, and remembered, up to this many a column. */
export const DISTINCT_LIMIT = 1000;
const EXAMPLES = 5;
const EXAMPLE_LENGTH = 120;

/** What the content of a column looks like, with what a mapping is proposed from. */
export interface ColumnStatistics extends ColumnProfile {
  readonly rows: number;
  /** Shares of the filled cells. */
  readonly numericShare: number;
  readonly wholeShare: number;
  readonly dateShare: number;
  readonly splitShare: number;
  /** Cells of more than one word. */
  readonly phraseShare: number;
  readonly lists: ListStatistics;
}

/** Gathers the statistics of one column, cell by cell. */
export class ColumnProfiler {
  private rows = 0;
  private filled = 0;
  private length = 0;
  private numeric = 0;
  private whole = 0;
  private dates = 0;
  private splits = 0;
  private phrases = 0;
  private readonly lists = new ListProfiler();
  private readonly counts = new Map<string, number>();

  /** `names`: what the whole numbers in the cells stand for. */
  constructor(
    private readonly name: string,
    private readonly names: readonly string[] | null = null,
  ) {}

  add(cell: string): void {
    this.rows++;
    const value = cell.trim();
    if (value === '') return;
    this.filled++;
    this.length += codePoints(value);
    const count = this.counts.get(value);
    if (count !== undefined || this.counts.size < DISTINCT_LIMIT) this.counts.set(value, (count ?? 0) + 1);
    if (/\s/u.test(value)) this.phrases++;
    this.lists.add(value);
    // Longer cells are none of these, and the patterns need not look at them.
    if (value.length > 40) return;
    if (isNumeric(value)) this.numeric++;
    if (isWholeNumber(value)) this.whole++;
    if (isDate(value)) this.dates++;
    if (splitOf(value)) this.splits++;
  }

  statistics(): ColumnStatistics {
    const share = (count: number): number => count / Math.max(1, this.filled);
    const frequent = [...this.counts].sort((a, b) => b[1] - a[1]).slice(0, EXAMPLES);
    return {
      name: this.name,
      filled: this.filled,
      distinct: this.counts.size,
      meanLength: share(this.length),
      examples: frequent.map(([value]) => shorten(value)),
      names: this.names && [...this.names],
      rows: this.rows,
      numericShare: share(this.numeric),
      wholeShare: share(this.whole),
      dateShare: share(this.dates),
      splitShare: share(this.splits),
      phraseShare: share(this.phrases),
      lists: this.lists.statistics(),
    };
  }
}

export function toProfile(statistics: ColumnStatistics): ColumnProfile {
  const { name, filled, distinct, meanLength, examples, names } = statistics;
  return { name, filled, distinct, meanLength, examples, names };
}

/** The beginning of a text, cut at a whole character. */
export function shorten(text: string, length = EXAMPLE_LENGTH): string {
  if (text.length <= length) return text;
  const splitsPair = (text.codePointAt(length - 1) ?? 0) > 0xffff;
  return `${text.slice(0, splitsPair ? length - 1 : length)}…`;
}

function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) if ((text.codePointAt(i) ?? 0) > 0xffff) count--;
  return count;
}

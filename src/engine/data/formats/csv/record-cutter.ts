import Papa from 'papaparse';
import type { OptionsOf, ParseNotice } from '../../../../core/contract/dataset';

/** A record as it stands in the file; `line` is its first line there, from 1. */
export interface CutRecord {
  readonly line: number;
  readonly cells: string[];
  readonly problem: ParseNotice['kind'] | null;
}

/**
 * Characters looked at at once. A record of several lines that does not end within has an opening quote that nobody
 * closed; the bound also keeps a file full of such quotes from being read again and again to its end.
 */
const WINDOW = 1 << 18;

/**
 * Cuts text that comes in pieces into records, on PapaParse's row parser. Line ends are LF by then. Where a quote
 * is never closed, its line is taken as it stands and reading goes on below it.
 */
export class RecordCutter {
  private readonly quoted: InstanceType<typeof Papa.Parser>;
  private readonly plain: InstanceType<typeof Papa.Parser>;
  private pending = '';
  private line = 1;

  constructor(options: Pick<OptionsOf<'csv'>, 'delimiter' | 'quote'>) {
    const config = { delimiter: options.delimiter, newline: '\n' } as const;
    this.plain = new Papa.Parser({ ...config, fastMode: true });
    this.quoted =
      options.quote === 'none' ? this.plain : new Papa.Parser({ ...config, quoteChar: options.quote });
  }

  /** Characters that belong to a record whose end has not come. */
  get rest(): number {
    return this.pending.length;
  }

  push(text: string): CutRecord[] {
    this.pending += text;
    return this.takeWhole();
  }

  end(): CutRecord[] {
    const records = this.takeWhole();
    while (this.pending !== '') {
      const { data, errors } = this.quoted.parse(this.pending, 0, false);
      if (hasOpenQuote(errors)) {
        records.push(...this.takeLine(), ...this.takeWhole());
      } else {
        this.pending = '';
        records.push(...this.records(data, errors));
      }
    }
    return records;
  }

  /** Takes all records that have their end; less than a window is left, or a line whose end has not come. */
  private takeWhole(): CutRecord[] {
    const records: CutRecord[] = [];
    for (;;) {
      const window = this.pending.slice(0, WINDOW);
      const { data, errors, meta } = this.quoted.parse(window, 0, true);
      this.pending = this.pending.slice(meta.cursor);
      records.push(...this.records(data, errors));
      if (meta.cursor > 0) continue;
      if (this.pending.length < WINDOW || !this.pending.includes('\n')) return records;
      records.push(...this.takeLine());
    }
  }

  private takeLine(): CutRecord[] {
    const end = this.pending.indexOf('\n');
    const line = end < 0 ? this.pending : this.pending.slice(0, end);
    this.pending = end < 0 ? '' : this.pending.slice(end + 1);
    const { data, errors } = this.quoted.parse(line, 0, false);
    // A record, and merely a long one.
    if (!hasOpenQuote(errors)) return this.records(data, errors);
    return this.records(this.plain.parse(line, 0, false).data, [{ code: 'MissingQuotes', row: 0 }]);
  }

  private records(data: string[][], errors: readonly { code: string; row?: number }[]): CutRecord[] {
    const broken = new Set(errors.map(({ row }) => row));
    const records: CutRecord[] = [];
    for (const [i, cells] of data.entries()) {
      const blank = cells.length === 1 && cells[0]?.trim() === '';
      if (!blank) records.push({ line: this.line, cells, problem: broken.has(i) ? 'unclosed-quote' : null });
      this.line += 1 + cells.reduce((sum, cell) => sum + countLineFeeds(cell), 0);
    }
    return records;
  }
}

const hasOpenQuote = (errors: readonly { readonly code: string }[]): boolean =>
  errors.some(({ code }) => code === 'MissingQuotes');

function countLineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

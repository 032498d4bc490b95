import type { TableRow } from '../../../core/contract/dataset';

/** Gathers rows of one word each to sentences: a new one begins with another id, or after a blank line. */
export class RowGroups {
  private rows: TableRow[] = [];
  private nextLine = 0;
  private id = '';

  /** `sentence`: the column of ids; -1 where blank lines and rows of empty cells set sentences apart. */
  constructor(private readonly sentence: number) {}

  /** The rows of the sentence that is complete before this row; none where there is no such. */
  push(row: TableRow): readonly TableRow[] {
    const done = this.begins(row) ? this.end() : [];
    this.nextLine = row.line + 1 + row.cells.reduce((sum, text) => sum + text.split('\n').length - 1, 0);
    if (!isBlank(row)) this.rows.push(row);
    return done;
  }

  /** Those of the sentence that the file's end completes. */
  end(): readonly TableRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  private begins(row: TableRow): boolean {
    if (this.sentence < 0) return row.line > this.nextLine || isBlank(row);
    const id = (row.cells[this.sentence] ?? '').trim();
    // Some tables name a sentence in its first row alone.
    if (id === '' || id === this.id) return false;
    this.id = id;
    return true;
  }
}

const isBlank = ({ cells }: TableRow): boolean => cells.every((text) => text.trim() === '');

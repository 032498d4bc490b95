import type { TableRow } from '../../../core/contract/dataset';

/** How the rows of a table become the text of a result, a few rows at a time. */
export interface ResultFile {
  /** With the dot. */
  readonly extension: string;
  /** What the file begins with. */
  readonly head: string;
  /** Lines of rows, in their order; a row without anything to read is skipped, which a table shows as empty cells. */
  lines(rows: readonly TableRow[]): Promise<{ readonly text: string; readonly skipped: number }>;
}

/** A spreadsheet takes a CSV without this mark for its own code page. */
export const BYTE_ORDER_MARK = '\ufeff';

/** The text of a cell, without the white space around; "" for none. */
export const textOf = (cells: readonly string[], column: number): string => (cells[column] ?? '').trim();

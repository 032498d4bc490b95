import type { ParseNotice, ParseOptions, TableRow } from '../../../core/contract/dataset';

/** Data records of a table in file order; `bytesRead` of the source lie behind. */
export interface TableBatch {
  readonly rows: readonly TableRow[];
  readonly notices: readonly ParseNotice[];
  readonly bytesRead: number;
}

/** An opened table: its columns, and its records, read as they are asked for. */
export interface Table {
  readonly columns: readonly string[];
  batches(): AsyncIterable<TableBatch>;
}

/** How one file format is recognised and read. */
export interface TableFormat {
  /** How likely the format is, 0 to 1, by the first bytes of a file and its name. */
  sniff(head: Uint8Array, name: string): number;
  /** Finds out how a file is written. */
  detect(source: Blob): Promise<ParseOptions>;
  /** Every row has a cell for every column. */
  open(source: Blob, options: ParseOptions): Promise<Table>;
}

import type { ParseNotice, ParseOptions, TableRow } from '../../../core/contract/dataset';

/** Data records of a table in file order; `bytesRead` of the source lie behind. */
export interface TableBatch {
  readonly rows: readonly TableRow[];
  readonly notices: readonly ParseNotice[];
  readonly bytesRead: number;
}

/** An opened table: its columns, and its records, read as they are asked for. Lists in cells are JSON text. */
export interface Table {
  readonly columns: readonly string[];
  /** Classes of a column in the order of their numbers, where the file holds them. */
  readonly classNames?: ReadonlyMap<string, readonly string[]>;
  batches(): AsyncIterable<TableBatch>;
}

/** How one file format is recognised and read. */
export interface TableFormat<Options extends ParseOptions> {
  /** How likely the format is, 0 to 1, by the first bytes of a file and its name. */
  sniff(head: Uint8Array, name: string): number;
  /** Finds out how a file is written. */
  detect(source: Blob): Promise<Options>;
  /** Every row has a cell for every column. */
  open(source: Blob, options: Options): Promise<Table>;
}

import type { TableRow } from '../../core/contract/dataset';

/** A row that is learned from: where it comes from, and the index of its split in `SPLIT_NAMES`. */
interface RowOrigin {
  readonly split: number;
  /** Index of the file in the dataset. */
  readonly file: number;
  /** Data record number in its file, from 1. */
  readonly row: number;
}

/** A text, or a pair of them, with its class. */
export interface LabelledText extends RowOrigin {
  readonly text: string;
  readonly pair: string | undefined;
  readonly label: number;
}

/** A sentence cut into words, each with the number of its tag. */
export interface LabelledWords extends RowOrigin {
  readonly words: readonly string[];
  readonly labels: readonly number[];
}

export type UsableRow = LabelledText | LabelledWords;

/** Hands on what is used of a dataset's rows, taken in the order in which they were surveyed. */
export interface UsableRows<Row> {
  add(fileIndex: number, row: TableRow): Row[];
  /** After the last row of a file: what it completes. */
  endFile(fileIndex: number): Row[];
}

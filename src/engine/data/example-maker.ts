import type { DatasetRecord, DatasetReport, TableRow } from '../../core/contract/dataset';
import { SPLIT_NAMES } from '../../core/contract/task';
import type { Recipe } from '../../core/recipe/recipe';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { ExampleSetBuilder } from './example-set-builder';
import type { UsableRow, UsableRows } from './usable-rows';

/** What examples are made for. */
export interface ExampleTarget {
  readonly tokenizer: Tokenizer;
  readonly maxLength: number;
  readonly labelAllTokens: Recipe['labelAllTokens'];
}

/** Takes the rows of a dataset: of each file in order, files in the dataset's order. */
export interface RowSink {
  add(fileIndex: number, row: TableRow): void;
  /** After the last row of a file. */
  endFile(fileIndex: number): void;
}

/** Tokenizes the usable rows of a dataset into the builder of their split, in the order of `SPLIT_NAMES`. */
export interface ExampleMaker extends RowSink {
  readonly builders: readonly ExampleSetBuilder[];
}

/** What was found out about a dataset, and how to make examples of it. */
export interface DatasetSurvey {
  readonly report: DatasetReport;
  readonly dataset: DatasetRecord;
  /** Names of the classes that the labels of examples count. */
  readonly labels: readonly string[];
  /** What is learned from, anew for each pass over the rows. */
  rows(): UsableRows<UsableRow>;
  examples(target: ExampleTarget): ExampleMaker;
}

export const newBuilders = (maxLength: number): readonly ExampleSetBuilder[] =>
  SPLIT_NAMES.map(() => new ExampleSetBuilder(maxLength));

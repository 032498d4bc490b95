import type { Task } from '../contract/task';

/** A file format that datasets are read from; `engine/data/formats/` has its reader under the same id. */
export interface FormatRecord {
  readonly label: string;
  readonly help: string;
  /** With the dot, lower case. */
  readonly extensions: readonly string[];
  readonly mimeTypes: readonly string[];
  readonly tasks: readonly Task[];
}

export const FORMATS = {
  csv: {
    label: 'CSV or TSV',
    help: 'A table in a text file: one row a line, columns set apart by commas, semicolons, tabs or bars.',
    extensions: ['.csv', '.tsv', '.txt', '.tab', '.psv', '.ssv'],
    mimeTypes: ['text/csv', 'text/tab-separated-values', 'text/plain'],
    tasks: ['text-classification'],
  },
} as const satisfies Readonly<Record<string, FormatRecord>>;

export type FormatId = keyof typeof FORMATS;

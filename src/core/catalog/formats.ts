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
    tasks: ['text-classification', 'token-classification'],
  },
  conll: {
    label: 'CoNLL or IOB',
    help: 'One word a line with its tag, in any order of columns; a blank line after each sentence.',
    extensions: ['.conll', '.conll03', '.conllu', '.iob', '.iob2', '.bio', '.bilou', '.bioes'],
    mimeTypes: [],
    tasks: ['token-classification'],
  },
  jsonl: {
    label: 'JSON Lines',
    help: 'One JSON object a line: texts with labels, words with tags, or texts with spans.',
    extensions: ['.jsonl', '.ndjson'],
    mimeTypes: ['application/jsonl', 'application/x-ndjson'],
    tasks: ['text-classification', 'token-classification'],
  },
  json: {
    label: 'JSON',
    help: 'A list of JSON objects.',
    extensions: ['.json'],
    mimeTypes: ['application/json'],
    tasks: ['text-classification', 'token-classification'],
  },
  parquet: {
    label: 'Parquet',
    help: 'Tables as the Hugging Face Hub keeps them, with the names of their classes.',
    extensions: ['.parquet'],
    mimeTypes: ['application/vnd.apache.parquet'],
    tasks: ['text-classification', 'token-classification'],
  },
} as const satisfies Readonly<Record<string, FormatRecord>>;

export type FormatId = keyof typeof FORMATS;

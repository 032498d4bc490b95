import { z } from 'zod';
import { type SplitName, splitNameSchema, taskSchema } from './task';

const encodingSchema = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']);
export type TextEncoding = z.infer<typeof encodingSchema>;

/** How a table in text is cut into cells. */
export const csvOptionsSchema = z.object({
  format: z.literal('csv').default('csv'),
  encoding: encodingSchema,
  delimiter: z.enum([',', ';', '\t', '|']),
  quote: z.enum(['"', "'", 'none']),
  hasHeader: z.boolean(),
});

/** One word a line, blank lines between sentences. */
const conllOptionsSchema = z.object({
  format: z.literal('conll'),
  encoding: encodingSchema,
  /** A space stands for any run of spaces and tabs; a bar for `word|tag word|tag`, one sentence a line. */
  delimiter: z.enum(['\t', ' ', '|']),
  hasHeader: z.boolean(),
});

/** How a file is read, by its format. */
export const parseOptionsSchema = z.union([
  csvOptionsSchema,
  conllOptionsSchema,
  z.object({ format: z.literal('jsonl'), encoding: encodingSchema }),
  z.object({ format: z.literal('json'), encoding: encodingSchema }),
  z.object({ format: z.literal('parquet') }),
]);
export type ParseOptions = z.infer<typeof parseOptionsSchema>;
export type OptionsOf<Format extends ParseOptions['format']> = Extract<ParseOptions, { format: Format }>;

/** What the content of one column looks like; enough to propose a mapping and to show it. */
export const columnProfileSchema = z.object({
  name: z.string(),
  /** Cells that hold more than white space. */
  filled: z.number().int(),
  /** Distinct trimmed values, counted up to `DISTINCT_LIMIT`. */
  distinct: z.number().int(),
  /** Mean length of the filled cells, in code points. */
  meanLength: z.number(),
  /** The most frequent values, for the preview. */
  examples: z.array(z.string()),
  /** The classes in the order of their numbers, where the file says so (`ClassLabel`); the cells hold their names. */
  names: z.array(z.string()).nullable().default(null),
});
export type ColumnProfile = z.infer<typeof columnProfileSchema>;

/** A record the parser had to repair or could not understand; `row` counts data records from 1. */
export const parseNoticeSchema = z.object({
  row: z.number().int(),
  kind: z.enum(['too-few-cells', 'too-many-cells', 'unclosed-quote', 'undecodable-bytes', 'not-json']),
});
export type ParseNotice = z.infer<typeof parseNoticeSchema>;

const split = z.string().nullable();

/**
 * Where words and their tags stand. `lists`: a sentence a row, words and tags as lists in a cell each. `rows`: one
 * word a row; without a column that tells sentences apart, blank lines do. `spans`: texts with character positions.
 */
export const tokenMappingSchema = z.discriminatedUnion('layout', [
  z.object({
    task: z.literal('token-classification'),
    layout: z.literal('lists'),
    tokens: z.string(),
    tags: z.string(),
    split,
  }),
  z.object({
    task: z.literal('token-classification'),
    layout: z.literal('rows'),
    token: z.string(),
    tag: z.string(),
    sentence: z.string().nullable(),
    split,
  }),
  z.object({
    task: z.literal('token-classification'),
    layout: z.literal('spans'),
    text: z.string(),
    spans: z.string(),
    /** Column that says whether an annotation was accepted, or null. */
    answer: z.string().nullable(),
    split,
  }),
]);
export type TokenMapping = z.infer<typeof tokenMappingSchema>;

const textMappingSchema = z.object({
  task: z.literal('text-classification'),
  text: z.string(),
  textPair: z.string().nullable(),
  label: z.string(),
  /** Column whose values name the split of each row, or null. */
  split,
});
export type TextMapping = z.infer<typeof textMappingSchema>;

/** Which columns mean what, by task. */
export const columnMappingSchema = z.discriminatedUnion('task', [textMappingSchema, tokenMappingSchema]);
export type ColumnMapping = z.infer<typeof columnMappingSchema>;

/** How a tag says where an entity begins and ends. `IO`: by its type alone, without a prefix. */
export const tagSchemeSchema = z.enum(['IOB1', 'IOB2', 'IOE1', 'IOE2', 'IOBES', 'BILOU', 'IO']);
export type TagScheme = z.infer<typeof tagSchemeSchema>;

/** What can be wrong with a row of words and tags that can also be set right. */
export const rowProblemSchema = z.enum([
  'unequal-lengths',
  'unknown-tag',
  'ill-formed-tags',
  'misaligned-span',
  'overlapping-spans',
  'bad-span',
  'several-annotations',
]);
export type RowProblemKind = z.infer<typeof rowProblemSchema>;
export const ROW_PROBLEMS = rowProblemSchema.options;

/** What becomes of a row with a problem. */
const rowChoiceSchema = z.enum(['repair', 'leave-out']);
export type RowChoice = z.infer<typeof rowChoiceSchema>;

/** What is done where the person has not chosen: what loses no word and no entity is repaired. */
export const DEFAULT_ROW_CHOICES: Readonly<Record<RowProblemKind, RowChoice>> = {
  'unequal-lengths': 'leave-out',
  'unknown-tag': 'leave-out',
  'ill-formed-tags': 'repair',
  'misaligned-span': 'repair',
  'overlapping-spans': 'leave-out',
  'bad-span': 'leave-out',
  'several-annotations': 'repair',
};

/** What the person decided about the tags of words. */
export const taggingSchema = z.object({
  /** Names of the whole numbers that stand for tags; null takes those that the file holds. */
  tagNames: z.array(z.string()).nullable(),
  /** Schemes that are not the one found, by file id. */
  schemes: z.record(z.string(), tagSchemeSchema),
  choices: z.partialRecord(rowProblemSchema, rowChoiceSchema),
  /** Words of a dropped entity type: outside of entities, or their rows are not used. */
  droppedTypes: z.enum(['outside', 'leave-out']),
});
export type Tagging = z.infer<typeof taggingSchema>;
export const DEFAULT_TAGGING: Tagging = {
  tagNames: null,
  schemes: {},
  choices: {},
  droppedTypes: 'outside',
};

/** One imported file: its bytes are kept as they came, its rows lie parsed beside them. */
export const datasetFileSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(['auto', ...splitNameSchema.options]),
  sizeBytes: z.number(),
  options: parseOptionsSchema,
  /** Data records, header not counted. */
  rowCount: z.number().int(),
  columns: z.array(columnProfileSchema),
  notices: z.array(parseNoticeSchema),
  noticeCount: z.number().int(),
  /** What the content suggests, or null when no text or no label column is recognisable. */
  proposal: columnMappingSchema.nullable(),
  /** Other ways to understand the columns, the likelier first. */
  alternatives: z.array(columnMappingSchema).default([]),
});
export type DatasetFile = z.infer<typeof datasetFileSchema>;
export type FileRole = DatasetFile['role'];

/**
 * Labels of a dataset. `labels[i]` is the name of class i (id2label). `assign` says what becomes of each raw
 * value: a label's name (rename, merge) or null (its rows are left out, and counted). In token classification
 * labels are types of entities; the tags, whose numbers the model knows, follow from them (`TaggingReport.tags`).
 */
export const labelMapSchema = z.object({
  labels: z.array(z.string()),
  assign: z.record(z.string(), z.string().nullable()),
});
export type LabelMap = z.infer<typeof labelMapSchema>;

/** Shares apply only to splits that neither a file's role nor the split column provides. */
export const splitSpecSchema = z.object({
  seed: z.number().int().nonnegative(),
  validationShare: z.number().min(0).max(0.9),
  testShare: z.number().min(0).max(0.9),
});
export type SplitSpec = z.infer<typeof splitSpecSchema>;

export const datasetRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  task: taskSchema,
  createdAt: z.number(),
  updatedAt: z.number(),
  files: z.array(datasetFileSchema),
  mapping: columnMappingSchema.nullable(),
  labelMap: labelMapSchema.nullable(),
  split: splitSpecSchema,
  /** Token classification only. */
  tagging: taggingSchema.default(DEFAULT_TAGGING),
});
export type DatasetRecord = z.infer<typeof datasetRecordSchema>;

/** Why a row is not used. */
export const EXCLUSION_REASONS = [
  'empty-text',
  'empty-label',
  'dropped-label',
  'unknown-split',
  'unreadable-list',
  'not-accepted',
  ...ROW_PROBLEMS,
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** A row that is not used; `row` counts the data records of its file from 1, `line` is its first line in the file. */
export interface ExcludedRow {
  readonly fileId: string;
  readonly row: number;
  readonly line: number;
  readonly reason: ExclusionReason;
  /** The beginning of the row, for recognition. */
  readonly excerpt: string;
}

/** A row of words and tags with something wrong in it, whether it is used or not. */
export interface ProblemRow {
  readonly fileId: string;
  readonly row: number;
  readonly line: number;
  readonly kind: RowProblemKind;
  /** The place in the row: words and what is wrong with them. */
  readonly excerpt: string;
}

/** A raw value of the label column, or a type of entity, and how often it occurs. */
export interface LabelValue {
  readonly raw: string;
  readonly count: number;
}

type BySplit<T> = Readonly<Record<SplitName, T>>;

/** How the tags of a file are read. */
export interface FileScheme {
  readonly fileId: string;
  readonly scheme: TagScheme;
  /** What the tags suggest; null where positions are given instead of tags. */
  readonly found: TagScheme | null;
  /** Rows that are ill-formed under a scheme; schemes whose prefixes do not fit the tags are absent. */
  readonly contradictions: Readonly<Partial<Record<TagScheme, number>>>;
}

/** What was found in words and tags. */
export interface TaggingReport {
  readonly schemes: readonly FileScheme[];
  /** IOB2 tags in id order: the labels of the model (id2label). */
  readonly tags: readonly string[];
  /** Words of usable examples by tag, in that order. */
  readonly tagCounts: BySplit<readonly number[]>;
  /** Whole numbers that stand for tags and have no name. */
  readonly unnamed: readonly string[];
  /** All rows with problems are counted, one problem each; the first 1,000 are listed. */
  readonly problemCounts: Readonly<Record<RowProblemKind, number>>;
  readonly problems: readonly ProblemRow[];
}

/** What the mapping, labels and split make of all files, before any tokenizer. */
export interface DatasetReport {
  /** Rows, or sentences where a row holds one word. */
  readonly rowCount: number;
  /** Usable examples by split. */
  readonly examples: BySplit<number>;
  /** Raw label values, or types of entities, most frequent first, counted over rows with a usable text. */
  readonly values: readonly LabelValue[];
  /** Usable examples by split, then by label in `labelMap.labels` order; entities in token classification. */
  readonly counts: BySplit<readonly number[]>;
  /** Where each split comes from, for the person: "file", "column", "share" or "none". */
  readonly origin: BySplit<'file' | 'column' | 'share' | 'none'>;
  /** All excluded rows are counted; the first 1,000 are listed. */
  readonly excludedCounts: Readonly<Record<ExclusionReason, number>>;
  readonly excluded: readonly ExcludedRow[];
  /** The label map in use: the stored one, or the default made from the values. */
  readonly labelMap: LabelMap;
  /** Token classification only. */
  readonly tagging: TaggingReport | null;
}

export interface TableRow {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
}

/** One tokenized split in the file store. */
export const preparedSplitSchema = z.object({
  path: z.string(),
  examples: z.number().int(),
  /** Tokens with special tokens, without padding. */
  tokens: z.number().int(),
  truncated: z.number().int(),
  /** lengthCounts[n] = examples of n tokens, n = 0…maxLength. */
  lengthCounts: z.array(z.number().int()),
  /** The first hundred sentences that lost words; token classification only. */
  cut: z
    .array(
      z.object({
        fileId: z.string(),
        row: z.number().int(),
        words: z.number().int(),
        /** Words that the model still sees, whole or in part. */
        kept: z.number().int(),
      }),
    )
    .default([]),
});
export type PreparedSplit = z.infer<typeof preparedSplitSchema>;

/** A dataset tokenized for one model: what a run trains on. */
export const preparedDataSchema = z.object({
  datasetId: z.string(),
  modelId: z.string(),
  task: taskSchema,
  maxLength: z.number().int(),
  /** id2label: classes of texts, or IOB2 tags of words. */
  labels: z.array(z.string()),
  splits: z.object({
    train: preparedSplitSchema,
    validation: preparedSplitSchema.nullable(),
    test: preparedSplitSchema.nullable(),
  }),
  excluded: z.number().int(),
  /** `ExampleSet.files` counts these; none in data from before they were noted. */
  fileIds: z.array(z.string()).default([]),
});
export type PreparedData = z.infer<typeof preparedDataSchema>;

/** A word with the tokens that the model makes of it. */
export interface AlignedWord {
  readonly text: string;
  /** IOB2, after repairs and the label map. */
  readonly tag: string;
  /** None where the word was cut off, or is nothing to the tokenizer. `label` is null where the loss leaves it out. */
  readonly tokens: readonly { readonly text: string; readonly label: string | null }[];
}

/** A sentence as the model will see it; `reason` says why it is not used, and then it has no words. */
export interface AlignedRow {
  readonly row: number;
  readonly line: number;
  readonly words: readonly AlignedWord[];
  readonly truncated: boolean;
  readonly reason: ExclusionReason | null;
}

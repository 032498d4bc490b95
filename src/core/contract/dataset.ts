import { z } from 'zod';
import { splitNameSchema, taskSchema } from './task';

/** How a text table is cut into cells. `null` asks the sniffer to decide. */
export const parseOptionsSchema = z.object({
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  delimiter: z.enum([',', ';', '\t', '|']),
  quote: z.enum(['"', "'", 'none']),
  hasHeader: z.boolean(),
});
export type ParseOptions = z.infer<typeof parseOptionsSchema>;

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
});
export type ColumnProfile = z.infer<typeof columnProfileSchema>;

/** A record the parser had to repair or could not understand; `row` counts data records from 1. */
export const parseNoticeSchema = z.object({
  row: z.number().int(),
  kind: z.enum(['too-few-cells', 'too-many-cells', 'unclosed-quote', 'undecodable-bytes']),
});
export type ParseNotice = z.infer<typeof parseNoticeSchema>;

/** Which columns mean what. One variant a task. */
export const columnMappingSchema = z.discriminatedUnion('task', [
  z.object({
    task: z.literal('text-classification'),
    text: z.string(),
    textPair: z.string().nullable(),
    label: z.string(),
    /** Column whose values name the split of each row, or null. */
    split: z.string().nullable(),
  }),
]);
export type ColumnMapping = z.infer<typeof columnMappingSchema>;

/** One imported file: its bytes are kept as they came, its rows lie parsed beside them. */
export const datasetFileSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(['auto', ...splitNameSchema.options]),
  sizeBytes: z.number(),
  format: z.string(),
  options: parseOptionsSchema,
  /** Data records, header not counted. */
  rowCount: z.number().int(),
  columns: z.array(columnProfileSchema),
  notices: z.array(parseNoticeSchema),
  noticeCount: z.number().int(),
  /** What the content suggests, or null when no text or no label column is recognisable. */
  proposal: columnMappingSchema.nullable(),
});
export type DatasetFile = z.infer<typeof datasetFileSchema>;
export type FileRole = DatasetFile['role'];

/**
 * Labels of a dataset. `labels[i]` is the name of class i (id2label). `assign` says what becomes of each raw
 * value: a label's name (rename, merge) or null (its rows are left out, and counted).
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
});
export type DatasetRecord = z.infer<typeof datasetRecordSchema>;

/** Why a row is not used. */
export const EXCLUSION_REASONS = ['empty-text', 'empty-label', 'dropped-label', 'unknown-split'] as const;
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

/** A raw value of the label column and how often it occurs. */
export interface LabelValue {
  readonly raw: string;
  readonly count: number;
}

/** What the mapping, labels and split make of all files, before any tokenizer. */
export interface DatasetReport {
  readonly rowCount: number;
  /** Raw label values, most frequent first, counted over rows with a usable text. */
  readonly values: readonly LabelValue[];
  /** Usable examples by split, then by label in `labelMap.labels` order. */
  readonly counts: Readonly<Record<'train' | 'validation' | 'test', readonly number[]>>;
  /** Where each split comes from, for the person: "file", "column", "share" or "none". */
  readonly origin: Readonly<Record<'train' | 'validation' | 'test', 'file' | 'column' | 'share' | 'none'>>;
  /** All excluded rows are counted; the first 1,000 are listed. */
  readonly excludedCounts: Readonly<Record<ExclusionReason, number>>;
  readonly excluded: readonly ExcludedRow[];
  /** The label map in use: the stored one, or the default made from the values. */
  readonly labelMap: LabelMap;
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
});
export type PreparedSplit = z.infer<typeof preparedSplitSchema>;

/** A dataset tokenized for one model: what a run trains on. */
export const preparedDataSchema = z.object({
  datasetId: z.string(),
  modelId: z.string(),
  task: taskSchema,
  maxLength: z.number().int(),
  labels: z.array(z.string()),
  splits: z.object({
    train: preparedSplitSchema,
    validation: preparedSplitSchema.nullable(),
    test: preparedSplitSchema.nullable(),
  }),
  excluded: z.number().int(),
});
export type PreparedData = z.infer<typeof preparedDataSchema>;

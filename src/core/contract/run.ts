import { z } from 'zod';
import { recipeSchema } from '../recipe/recipe';
import { preparedDataSchema } from './dataset';
import { ERROR_CODES } from './errors';
import { taskSchema, splitNameSchema } from './task';

const backendSchema = z.enum(['webgpu', 'wasm', 'cpu']);

/** Any number: a loss that left the range of numbers is told as it is. */
const realSchema = z.custom<number>((value) => typeof value === 'number');

/** What a run was asked to do; never changes after it was opened. */
export const runSpecSchema = z.object({
  id: z.string(),
  task: taskSchema,
  datasetId: z.string(),
  datasetName: z.string(),
  modelId: z.string(),
  modelName: z.string(),
  /** id2label: the name of class i. */
  labels: z.array(z.string()),
  data: preparedDataSchema,
  recipe: recipeSchema,
  backend: z.enum(['auto', 'webgpu', 'wasm']),
});
export type RunSpec = z.infer<typeof runSpecSchema>;

export const runStatusSchema = z.enum([
  'idle',
  'opening',
  'ready',
  'running',
  'paused',
  'completed',
  'stopped',
  'failed',
]);
export type RunStatus = z.infer<typeof runStatusSchema>;

export const failureSchema = z.object({
  code: z.enum(ERROR_CODES),
  details: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly(), z.null()]),
  ),
});

export const labelScoresSchema = z.object({
  label: z.string(),
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
  support: z.number().int(),
});
export type LabelScores = z.infer<typeof labelScoresSchema>;

/** A row of the dataset; `row` counts the data records of its file from 1. */
export const rowReferenceSchema = z.object({ fileId: z.string(), row: z.number().int() });
export type RowReference = z.infer<typeof rowReferenceSchema>;

/** Rows that one cell of a confusion keeps. */
export const CELL_ROWS = 200;

const confusionCellSchema = z.object({
  truth: z.number().int(),
  predicted: z.number().int(),
  /** The first `CELL_ROWS` rows that count here, in the order of the split, each once. */
  rows: z.array(rowReferenceSchema),
});
export type ConfusionCell = z.infer<typeof confusionCellSchema>;

/**
 * Entities against what was found in their place. The last row is what was invented, the last column what was
 * missed; everything else pairs one true entity with one found, so rows add up to the true ones of a type.
 */
export const entityConfusionSchema = z.object({
  /** Type i has row i and column i; `types.length` is the index of "nothing". */
  types: z.array(z.string()),
  /** counts[true][found] */
  counts: z.array(z.array(z.number().int())),
  /** Of these pairs, those that overlap but begin or end elsewhere; never in the last row or column. */
  wrongBoundary: z.array(z.array(z.number().int())),
  cells: z.array(confusionCellSchema.extend({ wrongBoundary: z.boolean() })),
});
export type EntityConfusion = z.infer<typeof entityConfusionSchema>;

/** One evaluation. `metrics` holds `core/metrics` names without the `eval/` prefix ("loss", "accuracy", "f1_macro" …). */
export const evaluationSchema = z.object({
  step: z.number().int(),
  epoch: z.number(),
  split: splitNameSchema,
  examples: z.number().int(),
  seconds: z.number(),
  metrics: z.record(z.string(), realSchema),
  /** By label, or by entity type. */
  perLabel: z.array(labelScoresSchema),
  /** By entity type in seqeval’s strict mode; none where texts are classified, or tags are of no scheme. */
  strictPerLabel: z.array(labelScoresSchema).default([]),
  /** confusion[true][predicted]: rows of examples by label, or tokens by tag. */
  confusion: z.array(z.array(z.number().int())),
  /** Rows behind the cells of `confusion` (texts with one label) that are not empty; only the newest and the best evaluation keep them. */
  cells: z.array(confusionCellSchema).default([]),
  /** For token classification. */
  entities: entityConfusionSchema.nullable().default(null),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** A checkpoint whose files are complete: the manifest that names it is written last. */
export const checkpointSchema = z.object({
  step: z.number().int(),
  /** Folder under `runs/{id}/checkpoints/`. */
  folder: z.string(),
  createdAt: z.number(),
  sizeBytes: z.number(),
  /** False once the run was over and its checkpoints kept their weights only. */
  resumable: z.boolean(),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

export const deviceReportSchema = z.object({
  backend: backendSchema,
  /** Vendor, architecture and description as the browser tells them; "" where it does not. */
  adapter: z.string(),
  /** True for a software adapter such as SwiftShader. */
  software: z.boolean(),
  threads: z.number().int(),
  simd: z.boolean(),
  /** Why the wished back end is not the one in use, or null. */
  fallback: failureSchema.nullable(),
});
export type DeviceReport = z.infer<typeof deviceReportSchema>;

export const progressSchema = z.object({
  step: z.number().int(),
  totalSteps: z.number().int(),
  epoch: z.number(),
  /** Time spent in training steps and evaluations so far, pauses excluded. */
  elapsedSeconds: z.number(),
  secondsLeft: z.number().nullable(),
  /** Non-padding tokens a second, over the last seconds. */
  tokensPerSecond: z.number().nullable(),
  /** What is going on inside `running`. */
  phase: z.enum(['training', 'evaluating', 'saving']),
});
export type Progress = z.infer<typeof progressSchema>;

/** Where a run was trained that was not trained in this studio. */
const clusterSchema = z.object({
  device: z.string(),
  processes: z.number().int(),
  /** Versions by package. */
  software: z.record(z.string(), z.string()),
  /** False where `spec.modelId` is the finished model, because what it started from is not at hand. */
  hasBase: z.boolean(),
});

/** A run as the library keeps it. The training worker is the only writer while the run is open. */
export const runRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  spec: runSpecSchema,
  status: runStatusSchema,
  failure: failureSchema.nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  progress: progressSchema,
  best: z.object({ step: z.number().int(), metric: z.string(), value: z.number() }).nullable(),
  evaluations: z.array(evaluationSchema),
  checkpoints: z.array(checkpointSchema),
  device: deviceReportSchema.nullable(),
  cluster: clusterSchema.nullable().default(null),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

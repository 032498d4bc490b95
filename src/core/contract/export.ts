import { z } from 'zod';
import { failureSchema, rowReferenceSchema } from './run';
import { splitNameSchema } from './task';

/** How the numbers of an exported graph are kept; activations of int8 are float32 between its products. */
export const precisionSchema = z.enum(['float32', 'float16', 'int8']);
export type Precision = z.infer<typeof precisionSchema>;
export const PRECISIONS = precisionSchema.options;

/** The files of the zip by precision, under the names that transformers.js looks for. */
export const ONNX_FILES: Readonly<Record<Precision, string>> = {
  float32: 'onnx/model.onnx',
  float16: 'onnx/model_fp16.onnx',
  int8: 'onnx/model_quantized.onnx',
};

/** transformers.js' `dtype` of each precision. */
export const DTYPES = { float32: 'fp32', float16: 'fp16', int8: 'q8' } as const satisfies Record<
  Precision,
  string
>;

/** Where ONNX Runtime computes. */
export const inferenceDeviceSchema = z.enum(['wasm', 'webgpu']);
export type InferenceDevice = z.infer<typeof inferenceDeviceSchema>;

/**
 * What a precision must keep to: `logits` is the largest difference from the engine's; `metric` the largest distance
 * of accuracy or entity F1 from the engine's, 0.01 being one point.
 */
export const CERTIFICATE_BOUNDS: Readonly<
  Record<Precision, { readonly kind: 'logits' | 'metric'; readonly limit: number }>
> = {
  float32: { kind: 'logits', limit: 1e-4 },
  float16: { kind: 'logits', limit: 2e-2 },
  int8: { kind: 'metric', limit: 0.01 },
};

/** Rows that are compared at most, spread evenly over the split. */
export const CERTIFICATE_ROWS = 200;
/** Changed predictions that are listed at most for each precision; all are counted. */
export const LISTED_CHANGES = 50;

/** A prediction that is another one in the exported model. */
const changedPredictionSchema = rowReferenceSchema.extend({
  /** Place among the tokens of the row, special ones counted; null where texts are classified. */
  token: z.number().int().nullable(),
  /** null for tokens without a label of their own: later ones of a word. */
  truth: z.string().nullable(),
  engine: z.string(),
  exported: z.string(),
});
export type ChangedPrediction = z.infer<typeof changedPredictionSchema>;

/** Accuracy where texts are classified, entity F1 (seqeval, default mode) where tokens are; between 0 and 1. */
const certificateMetricSchema = z.enum(['accuracy', 'f1']);

/** What one ONNX file was measured to do. */
const measuredFormatSchema = z.object({
  outcome: z.enum(['kept', 'missed']),
  precision: precisionSchema,
  file: z.string(),
  sizeBytes: z.number(),
  /** Largest absolute difference of a logit from the engine's, special tokens included. */
  largestDifference: z.number(),
  changedCount: z.number().int(),
  changed: z.array(changedPredictionSchema),
  /** Of the exported model, over the compared rows. */
  metric: z.number(),
  /** Median over the compared rows, one text at a time, its tokens at hand. */
  millisecondsPerText: z.number(),
});

/** A file that this device or library could not open or run. */
const failedFormatSchema = z.object({
  outcome: z.literal('failed'),
  precision: precisionSchema,
  file: z.string(),
  sizeBytes: z.number(),
  failure: failureSchema,
});

/** A precision that cannot hold the model's weights: the zip has no such file. */
const unmadePrecisionSchema = z.object({ precision: precisionSchema, failure: failureSchema });
export type UnmadePrecision = z.infer<typeof unmadePrecisionSchema>;

const unmadeFormatSchema = unmadePrecisionSchema.extend({ outcome: z.literal('unmade'), file: z.string() });

const certifiedFormatSchema = z.discriminatedUnion('outcome', [
  measuredFormatSchema,
  failedFormatSchema,
  unmadeFormatSchema,
]);
export type CertifiedFormat = z.infer<typeof certifiedFormatSchema>;
export type MeasuredFormat = z.infer<typeof measuredFormatSchema>;

/** The exported files, opened as another site would open them, against the engine on rows of the run's data. */
export const certificateSchema = z.object({
  version: z.literal(1),
  createdAt: z.number(),
  /** The weights of this step, in the engine and in the files. */
  step: z.number().int(),
  split: splitNameSchema,
  /** Rows of that split, and how many of them were compared. */
  splitRows: z.number().int(),
  rows: z.number().int(),
  /** Single predictions compared: a text, or a token that is not a special one. */
  predictions: z.number().int(),
  /** The engine's side: on which back end, its metric over the compared rows, and the size of its weights' file. */
  engine: z.object({
    backend: z.enum(['webgpu', 'wasm', 'cpu']),
    metric: z.number(),
    weights: z.object({ file: z.string(), sizeBytes: z.number() }),
  }),
  metric: certificateMetricSchema,
  device: inferenceDeviceSchema,
  /** WASM threads of ONNX Runtime. */
  threads: z.number().int(),
  /** "@huggingface/transformers" and "onnxruntime-web" by version. */
  libraries: z.record(z.string(), z.string()),
  /** Rows whose text is other tokens to transformers.js than to the studio; none is compared once the data are gone. */
  tokenizer: z.object({
    compared: z.number().int(),
    different: z.array(rowReferenceSchema),
    /** Why transformers.js cannot read any; null where it can. */
    failure: failureSchema.nullable(),
  }),
  /** In the order of `PRECISIONS`. */
  formats: z.array(certifiedFormatSchema),
});
export type Certificate = z.infer<typeof certificateSchema>;

/** A written zip; kept beside it as `paths.exportReport`. */
export const exportReportSchema = z.object({
  /** Path in the file store. */
  path: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  /** The weights in it are those after this step. */
  step: z.number().int(),
  unmade: z.array(unmadePrecisionSchema).default([]),
  /** Also in the zip, in README.md and as certificate.json; null until it was certified. */
  certificate: certificateSchema.nullable(),
});
export type ExportReport = z.infer<typeof exportReportSchema>;

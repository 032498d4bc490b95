import { z } from 'zod';
import { AGGREGATION_STRATEGIES } from '../src/core/contract/predictions.ts';

const score = z.object({ label: z.string(), score: z.number() });
const entity = z.object({
  /** A type, or with aggregation "none" a tag. */
  label: z.string(),
  text: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  score: z.number(),
});
const grid = z.array(z.array(z.number().int()));

/** What `npm run drive -- --report FILE` writes: what the page did, and what the browser says about it. */
export const reportSchema = z.object({
  task: z.enum(['text-classification', 'token-classification']),
  model: z.object({ name: z.string(), id: z.string() }),
  device: z.object({
    backend: z.enum(['webgpu', 'wasm', 'cpu']),
    adapter: z.string(),
    software: z.boolean(),
    threads: z.number().int(),
    /** Code of what kept the wished back end from being used; null when nothing did. */
    fallback: z.string().nullable(),
  }),
  data: z.object({
    files: z.array(z.object({ name: z.string(), role: z.string(), rows: z.number().int() })),
    /** Rows that are used, by split. */
    train: z.number().int(),
    validation: z.number().int(),
    test: z.number().int(),
    /** Rows that are not. */
    left_out: z.number().int(),
    /** id2label, in the order of the ids. */
    labels: z.array(z.string()),
  }),
  /** Every hyper-parameter under its name in TrainingArguments. */
  recipe: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Every optimizer step, in full precision. */
  steps: z.array(
    z.object({
      step: z.number().int(),
      loss: z.number(),
      learning_rate: z.number(),
      /** Before clipping. */
      grad_norm: z.number(),
    }),
  ),
  evaluations: z.array(
    z.object({
      step: z.number().int(),
      epoch: z.number(),
      split: z.enum(['train', 'validation', 'test']),
      examples: z.number().int(),
      seconds: z.number(),
      metrics: z.record(z.string(), z.number()),
      per_label: z.array(
        z.object({
          label: z.string(),
          precision: z.number(),
          recall: z.number(),
          f1: z.number(),
          support: z.number().int(),
        }),
      ),
      /** confusion[true][predicted]: rows by label, or tokens by tag. */
      confusion: grid,
      /** Entities by type; the last row was invented, the last column missed. */
      entities: z.object({ types: z.array(z.string()), counts: grid, wrong_boundary: grid }).nullable(),
    }),
  ),
  /** Seconds as a person waits for them. */
  timings: z.object({
    open: z.number(),
    data: z.number(),
    model: z.number(),
    /** From the click on Train to the first step. */
    start: z.number(),
    /** Steps and evaluations. */
    train: z.number(),
    evaluate: z.number().nullable(),
    export: z.number().nullable(),
    total: z.number(),
  }),
  /** Tokens without padding, over the time of steps and evaluations. */
  tokens_per_second: z.number(),
  /**
   * One entry a text. With one label a text all labels, best first, as pipeline("text-classification", top_k=None)
   * returns them; with tagged words what pipeline("token-classification") finds, positions in code points.
   */
  predictions: z.array(
    z.union([
      z.object({ text: z.string(), scores: z.array(score), before_training: z.array(score) }),
      z.object({
        text: z.string(),
        aggregation: z.enum(AGGREGATION_STRATEGIES),
        entities: z.array(entity),
        before_training: z.array(entity),
      }),
    ]),
  ),
  export: z.object({ path: z.string(), size_bytes: z.number().int() }).nullable(),
  /** Addresses the browser asked for outside the app's own origin. */
  requests_off_origin: z.array(z.string()),
  console_errors: z.array(z.string()),
  /** Tasks of the page's main thread between the first and the last step; null when pictures were taken meanwhile. */
  main_thread: z
    .object({
      /** Seconds of the run under observation: all but the moments in which the trace is fetched. */
      observed_seconds: z.number(),
      tasks: z.number().int(),
      /** Share of the tasks that took at most 50 ms. */
      share_within_50_ms: z.number(),
      longest_ms: z.number(),
      over_50_ms: z.array(
        z.object({
          /** Since the first step. */
          at_seconds: z.number(),
          ms: z.number(),
          /** Time on the processor; far less than `ms` when other programs held it. */
          cpu_ms: z.number(),
        }),
      ),
    })
    .nullable(),
});
export type Report = z.infer<typeof reportSchema>;

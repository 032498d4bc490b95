import { z } from 'zod';

/**
 * Hyper-parameters of a run: Hugging Face's TrainingArguments under their own names (camelCase here, snake_case
 * in recipe files, `recipe-file.ts`), plus what the studio adds (`maxLength`, `trainableLayers`, dropouts).
 */
export const recipeSchema = z.object({
  learningRate: z.number().positive().max(1),
  /** May be fractional: 0.5 is half an epoch. */
  numTrainEpochs: z.number().positive().max(1000),
  /** Overrides the epochs when above 0. */
  maxSteps: z.number().int().min(-1),
  perDeviceTrainBatchSize: z.number().int().min(1).max(512),
  perDeviceEvalBatchSize: z.number().int().min(1).max(1024),
  gradientAccumulationSteps: z.number().int().min(1).max(256),
  weightDecay: z.number().min(0).max(1),
  adamBeta1: z.number().min(0).lt(1),
  adamBeta2: z.number().min(0).lt(1),
  adamEpsilon: z.number().positive(),
  /** 0 switches clipping off. */
  maxGradNorm: z.number().min(0),
  lrSchedulerType: z.enum(['linear', 'constant', 'constant_with_warmup', 'cosine']),
  /** A whole number of steps, or below 1 a share of all steps (rounded up). */
  warmupSteps: z.number().min(0),
  seed: z.number().int().min(0).max(0xffffffff),
  evalStrategy: z.enum(['no', 'epoch', 'steps']),
  /** For evalStrategy "steps": a whole number, or below 1 a share of all steps. */
  evalSteps: z.number().positive(),
  loggingSteps: z.number().int().min(1),
  loadBestModelAtEnd: z.boolean(),
  /** A key of `Evaluation.metrics`; which there are depends on the task (`EVALUATION_METRICS`). */
  metricForBestModel: z.enum([
    'loss',
    'accuracy',
    'f1_macro',
    'f1_weighted',
    'f1',
    'strict_f1',
    'token_f1_weighted',
  ]),
  /** Evaluations without improvement before stopping; 0 switches early stopping off. */
  earlyStoppingPatience: z.number().int().min(0),
  earlyStoppingThreshold: z.number().min(0),
  /** Tokens, special tokens included; longer texts are cut. */
  maxLength: z.number().int().min(8).max(8192),
  /**
   * Which tokens of a word carry its label in token classification: the first alone (run_ner), all with B- turned
   * into I- after the first (run_ner's label_all_tokens), or all the same.
   */
  labelAllTokens: z.enum(['first', 'all-iob', 'all']).default('first'),
  /** Encoder layers trained, counted from the top; null trains everything, 0 the head alone. */
  trainableLayers: z.number().int().min(0).nullable(),
  /** null takes the model's own value (config.json). */
  hiddenDropoutProb: z.number().min(0).max(0.9).nullable(),
  attentionProbsDropoutProb: z.number().min(0).max(0.9).nullable(),
  classifierDropout: z.number().min(0).max(0.9).nullable(),
});
export type Recipe = z.infer<typeof recipeSchema>;

/** TrainingArguments' own defaults where they exist; evaluation at each epoch and the best weights kept. */
export const PRETRAINED_RECIPE: Recipe = {
  learningRate: 5e-5,
  numTrainEpochs: 3,
  maxSteps: -1,
  perDeviceTrainBatchSize: 8,
  perDeviceEvalBatchSize: 8,
  gradientAccumulationSteps: 1,
  weightDecay: 0,
  adamBeta1: 0.9,
  adamBeta2: 0.999,
  adamEpsilon: 1e-8,
  maxGradNorm: 1,
  lrSchedulerType: 'linear',
  warmupSteps: 0,
  seed: 42,
  evalStrategy: 'epoch',
  evalSteps: 100,
  loggingSteps: 10,
  loadBestModelAtEnd: true,
  metricForBestModel: 'loss',
  earlyStoppingPatience: 0,
  earlyStoppingThreshold: 0,
  maxLength: 128,
  labelAllTokens: 'first',
  trainableLayers: null,
  hiddenDropoutProb: null,
  attentionProbsDropoutProb: null,
  classifierDropout: null,
};

/**
 * For small encoders, and for random or early weights: 5e-5 hardly moves them in a few epochs. A larger rate, and a
 * warm-up to survive it; docs/starter.md has measurements.
 */
export const SMALL_RECIPE: Recipe = { ...PRETRAINED_RECIPE, learningRate: 5e-4, warmupSteps: 0.1 };

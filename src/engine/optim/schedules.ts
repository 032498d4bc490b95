import type { Recipe } from '../../core/recipe/recipe';

export type SchedulerType = Recipe['lrSchedulerType'];

interface Span {
  readonly warmupSteps: number;
  readonly totalSteps: number;
}

type AfterWarmup = (k: number, span: Span) => number;

function linear(k: number, { warmupSteps, totalSteps }: Span): number {
  return Math.max(0, (totalSteps - k) / Math.max(1, totalSteps - warmupSteps));
}

/** Half a cosine wave from 1 to 0 (num_cycles 0.5). */
function cosine(k: number, { warmupSteps, totalSteps }: Span): number {
  const progress = (k - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
  return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
}

const AFTER_WARMUP: Readonly<Record<SchedulerType, AfterWarmup>> = {
  linear,
  constant: () => 1,
  constant_with_warmup: () => 1,
  cosine,
};

/**
 * The factor on the learning rate of optimizer update number k + 1 (k from 0): Hugging Face's
 * transformers/optimization.py. The first update of a warm-up has factor 0; "constant" ignores the warm-up.
 */
export function learningRateFactor(type: SchedulerType, k: number, span: Span): number {
  if (type !== 'constant' && k < span.warmupSteps) return k / Math.max(1, span.warmupSteps);
  return AFTER_WARMUP[type](k, span);
}

import type { ClassScore } from '../../core/contract/predictions';
import { softmax } from './softmax';

export const PROBLEM_TYPES = [
  'single_label_classification',
  'multi_label_classification',
  'regression',
] as const;
/** `problem_type` of config.json. */
export type ProblemType = (typeof PROBLEM_TYPES)[number];

/** The pipeline's `function_to_apply`. */
export type ScoreFunction = 'softmax' | 'sigmoid' | 'none';

/** What the text-classification pipeline applies to the logits of a model when the caller does not say. */
export function scoreFunction(problemType: ProblemType | null, labelCount: number): ScoreFunction {
  if (problemType === 'regression') return 'none';
  return problemType === 'multi_label_classification' || labelCount === 1 ? 'sigmoid' : 'softmax';
}

const APPLY: Readonly<Record<ScoreFunction, (logits: readonly number[]) => number[]>> = {
  softmax,
  sigmoid: (logits) => logits.map((logit) => 1 / (1 + Math.exp(-logit))),
  none: (logits) => [...logits],
};

/**
 * Every class of one text, best first; equal scores keep the order of the labels (the pipeline with top_k=None).
 * `logits` [C], `labels[i]` names class i.
 */
export function classScores(
  logits: ArrayLike<number>,
  labels: readonly string[],
  apply: ScoreFunction,
): ClassScore[] {
  const scores = APPLY[apply](Array.from(logits));
  return scores
    .map((score, i) => ({ label: labels[i] ?? `LABEL_${i}`, score }))
    .sort((a, b) => b.score - a.score);
}

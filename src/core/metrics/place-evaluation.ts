import type { Evaluation } from '../contract/run';

/**
 * `evaluations` with one more. It takes the place of an earlier one of its step and split: the best is the first of
 * equals, so what is measured again must not move behind what came after it.
 */
export function placeEvaluation(evaluations: readonly Evaluation[], evaluation: Evaluation): Evaluation[] {
  const { step, split } = evaluation;
  const place = evaluations.findIndex((each) => each.step === step && each.split === split);
  return place < 0 ? [...evaluations, evaluation] : evaluations.with(place, evaluation);
}

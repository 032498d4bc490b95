/** The best evaluation so far; null until one counted. Plain JSON, part of a checkpoint. */
export interface BestModel {
  readonly step: number;
  readonly value: number;
}

/** TrainingArguments' rule: a metric whose name ends in "loss" is better when smaller. */
export function greaterIsBetter(metric: string): boolean {
  return !metric.endsWith('loss');
}

/** Strictly better, so that the earliest of equals is kept; NaN is never an improvement. */
export function isImprovement(value: number, best: number | null, greater: boolean): boolean {
  const reference = best ?? (greater ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  return greater ? value > reference : value < reference;
}

/** The best model after an evaluation; the same object when this one is not better. */
export function updateBestModel(
  best: BestModel | null,
  candidate: BestModel,
  greater: boolean,
): BestModel | null {
  return isImprovement(candidate.value, best?.value ?? null, greater) ? candidate : best;
}

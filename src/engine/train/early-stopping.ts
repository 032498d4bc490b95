import { isImprovement } from './best-model';

/** Plain JSON, part of a checkpoint. */
export interface EarlyStoppingState {
  /** Evaluations in a row without improvement: `early_stopping_patience_counter`. */
  readonly patienceCounter: number;
  readonly evaluations: number;
}

export const NO_EVALUATIONS: EarlyStoppingState = { patienceCounter: 0, evaluations: 0 };

export interface EarlyStoppingRule {
  /** Evaluations; at least 1. */
  readonly patience: number;
  readonly threshold: number;
  readonly greaterIsBetter: boolean;
}

/**
 * Hugging Face's EarlyStoppingCallback. `best` is the best value from before this evaluation: call it ahead of
 * `updateBestModel`. The first evaluation always counts as an improvement, whatever its value.
 */
export function updateEarlyStopping(
  state: EarlyStoppingState,
  value: number,
  best: number | null,
  rule: EarlyStoppingRule,
): { readonly state: EarlyStoppingState; readonly stop: boolean } {
  const improved =
    state.evaluations === 0 ||
    (isImprovement(value, best, rule.greaterIsBetter) &&
      (best === null || Math.abs(value - best) > rule.threshold));
  const patienceCounter = improved ? 0 : state.patienceCounter + 1;
  return {
    state: { patienceCounter, evaluations: state.evaluations + 1 },
    stop: patienceCounter >= rule.patience,
  };
}

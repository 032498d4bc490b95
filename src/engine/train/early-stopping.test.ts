import { describe, expect, it } from 'vitest';
import vectors from '../testing/vectors/early_stopping.json';
import { type BestModel, greaterIsBetter, updateBestModel } from './best-model';
import { type EarlyStoppingRule, NO_EVALUATIONS, updateEarlyStopping } from './early-stopping';

/** Both reducers in the order of the Trainer, until one says stop. */
function follow(metrics: readonly number[], rule: EarlyStoppingRule) {
  let early = NO_EVALUATIONS;
  let best: BestModel | null = null;
  const history: { counter: number; best_metric: number | null; is_new_best: boolean }[] = [];
  for (const [i, value] of metrics.entries()) {
    const decision = updateEarlyStopping(early, value, best?.value ?? null, rule);
    early = decision.state;
    const before: BestModel | null = best;
    best = updateBestModel(before, { step: i + 1, value }, rule.greaterIsBetter);
    history.push({
      counter: early.patienceCounter,
      best_metric: best?.value ?? null,
      is_new_best: best !== before,
    });
    if (decision.stop) return { stops_after_evaluation_number: i + 1, history, best };
  }
  return { stops_after_evaluation_number: null, history, best };
}

describe('early stopping and best model', () => {
  it.each(vectors.cases)('$id: patience $patience, threshold $threshold', (c) => {
    const { best, ...outcome } = follow(c.metrics, {
      patience: c.patience,
      threshold: c.threshold,
      greaterIsBetter: c.greater_is_better,
    });
    expect(outcome).toEqual(c.expected);
    expect(best?.value).toBe(c.expected.history.at(-1)?.best_metric);
  });

  it('never takes NaN for better, neither first nor later', () => {
    const rule = { patience: 3, threshold: 0, greaterIsBetter: false };
    const { history } = follow([Number.NaN, Number.NaN, 0.5, Number.NaN], rule);
    expect(history.map((h) => h.best_metric)).toEqual([null, null, 0.5, 0.5]);
    expect(history.map((h) => h.counter)).toEqual([0, 1, 0, 1]);
  });

  it('keeps the earliest of equal values', () => {
    const { best } = follow([0.5, 0.25, 0.25], { patience: 9, threshold: 0, greaterIsBetter: false });
    expect(best).toEqual({ step: 2, value: 0.25 });
  });
});

describe('greaterIsBetter', () => {
  it.each([
    ['loss', false],
    ['eval_loss', false],
    ['my_loss', false],
    ['accuracy', true],
    ['loss_ratio', true],
  ])('%s: %s', (metric, expected) => {
    expect(greaterIsBetter(metric)).toBe(expected);
  });
});

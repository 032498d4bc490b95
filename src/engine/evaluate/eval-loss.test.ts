import { describe, expect, it } from 'vitest';
import vectors from '../testing/vectors/eval_loss.json';
import { type EvalLoss, evalLoss, mergeEvalLosses, NO_EVAL_LOSS, updateEvalLoss } from './eval-loss';

describe('evalLoss', () => {
  it.each(vectors.cases)('$id', (c) => {
    const add = (state: EvalLoss, batch: (typeof c.batches)[number]) =>
      updateEvalLoss(state, batch.batch_mean_loss, batch.examples);
    expect(evalLoss(c.batches.reduce(add, NO_EVAL_LOSS))).toBeCloseTo(c.expected_eval_loss, 12);
    const head = c.batches.slice(0, 1).reduce(add, NO_EVAL_LOSS);
    const tail = c.batches.slice(1).reduce(add, NO_EVAL_LOSS);
    expect(evalLoss(mergeEvalLosses(head, tail))).toBeCloseTo(c.expected_eval_loss, 12);
  });

  it('lets a NaN batch be seen', () => {
    expect(evalLoss(updateEvalLoss(updateEvalLoss(NO_EVAL_LOSS, Number.NaN, 2), 1, 8))).toBeNaN();
  });
});

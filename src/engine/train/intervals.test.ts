import { describe, expect, it } from 'vitest';
import vectors from '../testing/vectors/log_eval_save_steps.json';
import { dueActions, isAtInterval, isAtIntervalOrEnd } from './intervals';

function stepsWhere(totalSteps: number, isDue: (step: number) => boolean): number[] {
  return Array.from({ length: totalSteps }, (_, i) => i + 1).filter(isDue);
}

describe('intervals', () => {
  it.each(vectors.cases)('$id: $max_steps steps', (c) => {
    const total = c.max_steps;
    expect(stepsWhere(total, (s) => isAtInterval(s, c.logging_steps, total))).toEqual(c.expected.logged_at);
    expect(stepsWhere(total, (s) => isAtIntervalOrEnd(s, c.save_steps, total))).toEqual(c.expected.saved_at);
    const recipe = {
      evalStrategy: c.eval_steps === null ? ('no' as const) : ('steps' as const),
      evalSteps: c.eval_steps ?? 1,
      loggingSteps: c.logging_steps,
    };
    const plan = { totalSteps: total, updatesPerEpoch: total };
    expect(stepsWhere(total, (s) => dueActions(recipe, plan, s).evaluate)).toEqual(c.expected.evaluated_at);
    expect(stepsWhere(total, (s) => dueActions(recipe, plan, s).log)).toEqual(c.expected.logged_at);
  });

  it('evaluates at each epoch end, and where a run ends in mid-epoch', () => {
    const recipe = { evalStrategy: 'epoch' as const, evalSteps: 2, loggingSteps: 500 };
    const evaluated = (totalSteps: number) =>
      stepsWhere(totalSteps, (s) => dueActions(recipe, { totalSteps, updatesPerEpoch: 4 }, s).evaluate);
    expect(evaluated(12)).toEqual([4, 8, 12]);
    expect(evaluated(10)).toEqual([4, 8, 10]);
  });
});

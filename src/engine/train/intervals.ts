import type { Recipe } from '../../core/recipe/recipe';
import { resolveInterval, type StepPlan } from '../../core/recipe/steps';

/** Every multiple of `interval`, which may be a share of the run (below 1). */
export function isAtInterval(step: number, interval: number, totalSteps: number): boolean {
  return step % resolveInterval(interval, totalSteps) === 0;
}

/** The same, and the last step of the run: the Trainer of transformers 5 evaluates and saves there too. */
export function isAtIntervalOrEnd(step: number, interval: number, totalSteps: number): boolean {
  return step === totalSteps || isAtInterval(step, interval, totalSteps);
}

/** What follows update number `step` (from 1), in the order log → evaluate → save; a save goes with each evaluation. */
export interface DueActions {
  readonly log: boolean;
  readonly evaluate: boolean;
}

export function dueActions(
  recipe: Pick<Recipe, 'evalStrategy' | 'evalSteps' | 'loggingSteps'>,
  plan: Pick<StepPlan, 'updatesPerEpoch' | 'totalSteps'>,
  step: number,
): DueActions {
  const evaluate = {
    no: () => false,
    // A run that ends in mid-epoch ends its epoch there.
    epoch: () => isAtIntervalOrEnd(step, plan.updatesPerEpoch, plan.totalSteps),
    steps: () => isAtIntervalOrEnd(step, recipe.evalSteps, plan.totalSteps),
  }[recipe.evalStrategy]();
  return { log: isAtInterval(step, recipe.loggingSteps, plan.totalSteps), evaluate };
}

/** Evaluations still to come after `step`, for the time left. */
export function evaluationsLeft(
  recipe: Pick<Recipe, 'evalStrategy' | 'evalSteps'>,
  plan: Pick<StepPlan, 'updatesPerEpoch' | 'totalSteps'>,
  step: number,
): number {
  const interval = {
    no: plan.totalSteps,
    epoch: plan.updatesPerEpoch,
    steps: resolveInterval(recipe.evalSteps, plan.totalSteps),
  }[recipe.evalStrategy];
  return Math.ceil(plan.totalSteps / interval) - Math.floor(step / interval);
}

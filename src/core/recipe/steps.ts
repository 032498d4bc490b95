import type { Recipe } from './recipe';

/** How a run of N examples unfolds into optimizer updates. Hugging Face Trainer's arithmetic. */
export interface StepPlan {
  readonly batchesPerEpoch: number;
  readonly updatesPerEpoch: number;
  readonly totalSteps: number;
  readonly epochs: number;
  readonly warmupSteps: number;
}

/** Steps at an interval that may be a share of the run: below 1 it means ceil(totalSteps · x). */
export function resolveInterval(interval: number, totalSteps: number): number {
  return interval < 1 ? Math.ceil(totalSteps * interval) : Math.floor(interval);
}

export function planSteps(
  recipe: Pick<
    Recipe,
    'perDeviceTrainBatchSize' | 'gradientAccumulationSteps' | 'numTrainEpochs' | 'maxSteps' | 'warmupSteps'
  >,
  examples: number,
): StepPlan {
  const batchesPerEpoch = Math.ceil(examples / recipe.perDeviceTrainBatchSize);
  const updatesPerEpoch = Math.max(Math.ceil(batchesPerEpoch / recipe.gradientAccumulationSteps), 1);
  const totalSteps =
    recipe.maxSteps > 0 ? recipe.maxSteps : Math.ceil(recipe.numTrainEpochs * updatesPerEpoch);
  return {
    batchesPerEpoch,
    updatesPerEpoch,
    totalSteps,
    epochs: recipe.maxSteps > 0 ? Math.ceil(totalSteps / updatesPerEpoch) : Math.ceil(recipe.numTrainEpochs),
    warmupSteps: resolveInterval(recipe.warmupSteps, totalSteps),
  };
}

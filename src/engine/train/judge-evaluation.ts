import type { Evaluation } from '../../core/contract/run';
import type { Recipe } from '../../core/recipe/recipe';
import { greaterIsBetter, updateBestModel } from './best-model';
import { updateEarlyStopping } from './early-stopping';
import type { TrainingState } from './training-state';

/** What an evaluation changes: early stopping first, then the best model, the order of the Trainer's callbacks. */
export function judgeEvaluation(
  state: Pick<TrainingState, 'best' | 'earlyStopping'>,
  { step, metrics }: Pick<Evaluation, 'step' | 'metrics'>,
  recipe: Pick<Recipe, 'metricForBestModel' | 'earlyStoppingPatience' | 'earlyStoppingThreshold'>,
): Pick<TrainingState, 'best' | 'earlyStopping'> {
  const value = metrics[recipe.metricForBestModel] ?? Number.NaN;
  const greater = greaterIsBetter(recipe.metricForBestModel);
  const { best, earlyStopping } = state;
  const { earlyStoppingPatience: patience, earlyStoppingThreshold: threshold } = recipe;
  return {
    earlyStopping:
      patience === 0
        ? earlyStopping
        : updateEarlyStopping(earlyStopping, value, best?.value ?? null, {
            patience,
            threshold,
            greaterIsBetter: greater,
          }).state,
    best: updateBestModel(best, { step, value }, greater),
  };
}

import { EVALUATION_METRICS } from '../catalog/metrics';
import type { Task } from '../contract/task';
import { PRETRAINED_RECIPE, type Recipe, SCRATCH_RECIPE } from './recipe';

/** What decides the best checkpoint where the person has not said: the Trainer's own choice, or F1 of entities. */
const DEFAULT_METRIC: Readonly<Record<Task, Recipe['metricForBestModel']>> = {
  'text-classification': 'loss',
  'token-classification': 'f1',
};

/** The recipe that a model starts with. */
export function defaultRecipe(stage: 'untrained' | 'pretraining' | 'pretrained', task: Task): Recipe {
  const recipe = stage === 'pretrained' ? PRETRAINED_RECIPE : SCRATCH_RECIPE;
  return { ...recipe, metricForBestModel: DEFAULT_METRIC[task] };
}

/** A recipe taken over to another task: a metric that evaluations there do not have gives way to the default. */
export function recipeForTask(recipe: Recipe, task: Task): Recipe {
  const metric = EVALUATION_METRICS.find(({ key }) => key === recipe.metricForBestModel);
  return metric?.tasks.includes(task) === true
    ? recipe
    : { ...recipe, metricForBestModel: DEFAULT_METRIC[task] };
}

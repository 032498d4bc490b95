import { EVALUATION_METRICS } from '../catalog/metrics';
import type { ModelRecord } from '../contract/model';
import type { Task } from '../contract/task';
import { PRETRAINED_RECIPE, type Recipe, SMALL_RECIPE } from './recipe';

/** What decides the best checkpoint where the person has not said: the Trainer's own choice, or F1 of entities. */
const DEFAULT_METRIC: Readonly<Record<Task, Recipe['metricForBestModel']>> = {
  'text-classification': 'loss',
  'token-classification': 'f1',
};

/** Hidden units up to which a pretrained encoder wants the larger rate: between BERT-mini's 256 and MiniLM's 384. */
const SMALL_HIDDEN_SIZE = 256;

/** The recipe that a model starts with. */
export function defaultRecipe(model: Pick<ModelRecord, 'stage' | 'hiddenSize'>, task: Task): Recipe {
  const isSmall = model.stage !== 'pretrained' || model.hiddenSize <= SMALL_HIDDEN_SIZE;
  const recipe = isSmall ? SMALL_RECIPE : PRETRAINED_RECIPE;
  return { ...recipe, metricForBestModel: DEFAULT_METRIC[task] };
}

/** A recipe taken over to another task: a metric that evaluations there do not have gives way to the default. */
export function recipeForTask(recipe: Recipe, task: Task): Recipe {
  const metric = EVALUATION_METRICS.find(({ key }) => key === recipe.metricForBestModel);
  return metric?.tasks.includes(task) === true
    ? recipe
    : { ...recipe, metricForBestModel: DEFAULT_METRIC[task] };
}

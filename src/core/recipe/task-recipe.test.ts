import { expect, it } from 'vitest';
import { PRETRAINED_RECIPE, SCRATCH_RECIPE } from './recipe';
import { defaultRecipe, recipeForTask } from './task-recipe';

it('starts as TrainingArguments does, with the best F1 for entities', () => {
  expect(defaultRecipe('pretrained', 'text-classification')).toEqual(PRETRAINED_RECIPE);
  expect(defaultRecipe('untrained', 'token-classification')).toEqual({
    ...SCRATCH_RECIPE,
    metricForBestModel: 'f1',
  });
});

it.each([
  ['f1_weighted', 'token-classification', 'f1'],
  ['strict_f1', 'text-classification', 'loss'],
  ['accuracy', 'token-classification', 'accuracy'],
  ['loss', 'token-classification', 'loss'],
] as const)('the best by %s becomes, for %s, the best by %s', (metricForBestModel, task, expected) => {
  const recipe = { ...PRETRAINED_RECIPE, metricForBestModel, learningRate: 1e-3 };
  expect(recipeForTask(recipe, task)).toEqual({ ...recipe, metricForBestModel: expected });
});

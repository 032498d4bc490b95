import { expect, it } from 'vitest';
import { PRETRAINED_RECIPE, SMALL_RECIPE } from './recipe';
import { defaultRecipe, recipeForTask } from './task-recipe';

it('starts as TrainingArguments does, with the best F1 for entities', () => {
  const base = { stage: 'pretrained', hiddenSize: 384 } as const;
  expect(defaultRecipe(base, 'text-classification')).toEqual(PRETRAINED_RECIPE);
  expect(defaultRecipe(base, 'token-classification')).toEqual({
    ...PRETRAINED_RECIPE,
    metricForBestModel: 'f1',
  });
});

it.each([
  { stage: 'untrained', hiddenSize: 768 },
  { stage: 'pretraining', hiddenSize: 384 },
  { stage: 'pretrained', hiddenSize: 192 },
] as const)('starts at a larger rate where the model is $stage with $hiddenSize hidden units', (model) => {
  expect(defaultRecipe(model, 'text-classification')).toEqual(SMALL_RECIPE);
  expect(defaultRecipe(model, 'token-classification')).toEqual({ ...SMALL_RECIPE, metricForBestModel: 'f1' });
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

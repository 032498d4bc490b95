import { describe, expect, it } from 'vitest';
import { AppError } from '../contract/errors';
import { PRESETS } from './presets';
import { PRETRAINED_RECIPE, SMALL_RECIPE } from './recipe';
import { argumentName, fromRecipeFile, parseRecipe, toRecipeFile } from './recipe-file';

/** The failure that a recipe file ends with. */
function refusal(read: () => unknown): AppError['failure'] {
  try {
    read();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.failure;
    throw thrown;
  }
  throw new Error('was accepted');
}

describe('argumentName', () => {
  // Names as transformers.TrainingArguments spells them.
  it.each([
    ['learningRate', 'learning_rate'],
    ['perDeviceTrainBatchSize', 'per_device_train_batch_size'],
    ['adamBeta1', 'adam_beta1'],
    ['adamBeta2', 'adam_beta2'],
    ['maxGradNorm', 'max_grad_norm'],
    ['lrSchedulerType', 'lr_scheduler_type'],
    ['metricForBestModel', 'metric_for_best_model'],
    ['loadBestModelAtEnd', 'load_best_model_at_end'],
    ['seed', 'seed'],
  ])('%s is %s', (key, name) => {
    expect(argumentName(key)).toBe(name);
  });
});

describe('recipe files', () => {
  it.each([{ id: 'from scratch', recipe: SMALL_RECIPE }, ...PRESETS])(
    'reads back what it wrote: $id',
    ({ recipe }) => {
      const text = JSON.stringify(toRecipeFile(recipe));
      expect(fromRecipeFile(JSON.parse(text), SMALL_RECIPE)).toEqual(recipe);
    },
  );

  it('lays a part of the hyper-parameters over the base', () => {
    expect(fromRecipeFile({ learning_rate: 0.001, max_steps: 40 }, PRETRAINED_RECIPE)).toEqual({
      ...PRETRAINED_RECIPE,
      learningRate: 0.001,
      maxSteps: 40,
    });
    expect(fromRecipeFile({}, SMALL_RECIPE)).toEqual(SMALL_RECIPE);
  });

  it('names a hyper-parameter that does not exist', () => {
    expect(refusal(() => fromRecipeFile({ learning_rte: 1 }, PRETRAINED_RECIPE))).toEqual({
      code: 'RUN_BAD_RECIPE',
      details: { reason: 'unknown hyper-parameter learning_rte' },
    });
  });

  it.each([
    ['learning_rate', -1],
    ['num_train_epochs', 0],
    ['per_device_train_batch_size', 1.5],
    ['lr_scheduler_type', 'polynomial'],
    ['seed', null],
    ['adam_beta1', 1],
  ])('names the hyper-parameter that is out of range: %s = %s', (name, value) => {
    const { code, details } = refusal(() => fromRecipeFile({ [name]: value }, PRETRAINED_RECIPE));
    expect(code).toBe('RUN_BAD_RECIPE');
    expect(details['reason']).toMatch(new RegExp(`^${name}: `));
  });

  it.each([[null], [[1, 2]], ['text'], [3]])('refuses %j, which is no object', (file) => {
    expect(refusal(() => fromRecipeFile(file, PRETRAINED_RECIPE)).code).toBe('RUN_BAD_RECIPE');
  });

  it('refuses a recipe with a key missing', () => {
    const { seed: _, ...partial } = PRETRAINED_RECIPE;
    expect(refusal(() => parseRecipe(partial)).details['reason']).toMatch(/^seed: /);
  });
});

import { z } from 'zod';
import { AppError } from '../contract/errors';
import { type Recipe, recipeSchema } from './recipe';

/** "perDeviceTrainBatchSize" → "per_device_train_batch_size": the name TrainingArguments gives it. */
export function argumentName(key: string): string {
  return key.replace(/[A-Z0-9]+(?![a-z])|[A-Z]/g, (match, offset: number) =>
    /^[0-9]+$/.test(match) ? match : `${offset > 0 ? '_' : ''}${match.toLowerCase()}`,
  );
}

/** The recipe in the words of TrainingArguments, for files that others read. */
export function toRecipeFile(recipe: Recipe): Record<string, string | number | boolean | null> {
  return Object.fromEntries(Object.entries(recipe).map(([key, value]) => [argumentName(key), value]));
}

const KEY_BY_NAME = new Map(Object.keys(recipeSchema.shape).map((key) => [argumentName(key), key]));

/**
 * Reads a recipe file: any subset of the hyper-parameters over `base`.
 * Throws `RUN_BAD_RECIPE` naming unknown keys or values out of range.
 */
export function fromRecipeFile(file: unknown, base: Recipe): Recipe {
  const parsed = z.record(z.string(), z.unknown()).safeParse(file);
  if (!parsed.success) throw new AppError('RUN_BAD_RECIPE', { reason: 'not a JSON object' });
  const patch: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parsed.data)) {
    const key = KEY_BY_NAME.get(name);
    if (key === undefined)
      throw new AppError('RUN_BAD_RECIPE', { reason: `unknown hyper-parameter ${name}` });
    patch[key] = value;
  }
  return parseRecipe({ ...base, ...patch });
}

/** Throws `RUN_BAD_RECIPE` with the first offending hyper-parameter. */
export function parseRecipe(value: unknown): Recipe {
  const recipe = recipeSchema.safeParse(value);
  if (recipe.success) return recipe.data;
  const issue = recipe.error.issues[0];
  throw new AppError('RUN_BAD_RECIPE', {
    reason: `${argumentName(String(issue?.path[0] ?? 'recipe'))}: ${issue?.message ?? 'invalid'}`,
  });
}

import { expect, test } from 'vitest';
import type { Recipe } from '../../../src/core/recipe/recipe';
import { planRun } from './plan';
import { tinyStudio } from './testing/tiny-run';

async function warningsOf(recipe: Partial<Recipe>, hasValidation: boolean) {
  const { files, records, runId } = await tinyStudio(recipe);
  const spec = (await records.runs.get(runId))?.spec;
  if (spec === undefined) throw new Error('no run');
  const splits = hasValidation ? spec.data.splits : { ...spec.data.splits, validation: null };
  const request = { modelId: spec.modelId, data: { ...spec.data, splits }, recipe: spec.recipe };
  return (await planRun(files, records, request)).warnings.map(({ code }) => code);
}

test.each([
  [{ loadBestModelAtEnd: true, earlyStoppingPatience: 0 }, false, true],
  [{ loadBestModelAtEnd: false, earlyStoppingPatience: 2 }, false, true],
  [{ loadBestModelAtEnd: false, earlyStoppingPatience: 0 }, false, false],
  [{ loadBestModelAtEnd: true, earlyStoppingPatience: 2 }, true, false],
] as const)('%j with validation rows %s: warned of that %s', async (recipe, hasValidation, isWarned) => {
  expect((await warningsOf(recipe, hasValidation)).includes('NO_VALIDATION')).toBe(isWarned);
});

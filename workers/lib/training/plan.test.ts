import { expect, test } from 'vitest';
import type { Recipe } from '../../../src/core/recipe/recipe';
import { planRun } from './plan';
import { tinyStudio } from './testing/tiny-run';

async function warningsOf(
  recipe: Partial<Recipe>,
  hasValidation: boolean,
  tensorLimit: number | null = null,
) {
  const { files, records, runId } = await tinyStudio(recipe);
  const spec = (await records.runs.get(runId))?.spec;
  if (spec === undefined) throw new Error('no run');
  const splits = hasValidation ? spec.data.splits : { ...spec.data.splits, validation: null };
  const request = { modelId: spec.modelId, data: { ...spec.data, splits }, recipe: spec.recipe };
  return (await planRun(files, records, request, tensorLimit)).warnings;
}

test.each([
  [{ loadBestModelAtEnd: true, earlyStoppingPatience: 0 }, false, true],
  [{ loadBestModelAtEnd: false, earlyStoppingPatience: 2 }, false, true],
  [{ loadBestModelAtEnd: false, earlyStoppingPatience: 0 }, false, false],
  [{ loadBestModelAtEnd: true, earlyStoppingPatience: 2 }, true, false],
] as const)('%j with validation rows %s: warned of that %s', async (recipe, hasValidation, isWarned) => {
  const codes = (await warningsOf(recipe, hasValidation)).map(({ code }) => code);
  expect(codes.includes('NO_VALIDATION')).toBe(isWarned);
});

test('a batch that no binding holds is foreseen, with the size that would fit', async () => {
  // Texts of up to nine tokens are padded to sixteen; queries, keys and values of four numbers each lie side by side.
  const bytesOfText = 16 * 3 * 4 * 4;
  const recipe = { perDeviceTrainBatchSize: 4, perDeviceEvalBatchSize: 8 };
  const warned = async (limit: number | null) =>
    (await warningsOf(recipe, true, limit)).filter(({ code }) => code === 'BATCH_TOO_LARGE');
  const neededBytes = 8 * bytesOfText;
  expect(await warned(null)).toEqual([]);
  expect(await warned(neededBytes)).toEqual([]);
  expect(await warned(neededBytes - 1)).toEqual([
    { code: 'BATCH_TOO_LARGE', details: { neededBytes, limitBytes: neededBytes - 1, batchSize: 7 } },
  ]);
});

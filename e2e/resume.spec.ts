import type { Recipe } from '../src/core/recipe/recipe.ts';
import type { ComputeOn } from './pages/training-page.ts';
import { Studio } from './pages/studio.ts';
import { expect, test } from './support/fixtures.ts';
import { beginRun, toTraining } from './support/journey.ts';
import { readNewestRun, type StoredStep } from './support/stored.ts';

/** 72 training rows are 18 steps an epoch: every interruption below lies in the midst of one. Dropout is on. */
const BASE: Partial<Recipe> = { perDeviceTrainBatchSize: 4, evalStrategy: 'steps', warmupSteps: 2 };
const END_MS = 150_000;

async function finish(studio: Studio): Promise<readonly StoredStep[]> {
  await studio.training.end(END_MS);
  return (await readNewestRun(studio.page)).steps;
}

/** The losses of a run from its beginning to its end, never interrupted. */
async function uninterrupted(studio: Studio, on: ComputeOn, recipe: Partial<Recipe>) {
  await beginRun(studio, on, recipe);
  const steps = await finish(studio);
  expect(steps).toHaveLength(recipe.maxSteps ?? Number.NaN);
  await studio.page.getByRole('button', { name: 'New run' }).click();
  return steps;
}

test('neither a reload nor a closed tab in mid-epoch changes a digit of the losses (WASM)', async ({
  studio,
  context,
}) => {
  const recipe = { ...BASE, maxSteps: 14, evalSteps: 7 };
  await toTraining(studio);
  const expected = await uninterrupted(studio, 'WASM', recipe);

  const { training, page } = studio;
  await beginRun(studio, 'WASM', recipe);
  await training.reachStep(2);
  await training.saveNow.click();
  await expect(training.saveNow).toBeEnabled();
  await training.reachStep((await training.shownProgress()).step + 2);
  await page.reload();
  await training.resumeFrom.click();

  await training.reachStep(9);
  const { hash } = new URL(page.url());
  await page.close();
  const again = new Studio(await context.newPage());
  await again.open(`/${hash}`);
  await expect(again.page.getByText(/^(Interrupted|Stopped) at step \d+ of 14$/)).toBeVisible();
  await again.page.getByRole('button', { name: 'Resume from step 7' }).click();
  expect(await finish(again)).toEqual(expected);
});

test('a paused run goes on after a reload with the same losses (WebGPU)', async ({ studio }) => {
  const recipe = { ...BASE, maxSteps: 6, evalSteps: 100 };
  await toTraining(studio);
  const expected = await uninterrupted(studio, 'WebGPU', recipe);
  expect((await readNewestRun(studio.page)).run.device?.backend).toBe('webgpu');

  const { training, page } = studio;
  await beginRun(studio, 'WebGPU', recipe);
  await training.reachStep(2);
  await training.pause.click();
  await expect(training.resume).toBeVisible();
  await page.reload();
  await training.resumeFrom.click();
  expect(await finish(studio)).toEqual(expected);
});

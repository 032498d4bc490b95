import { expect, test } from './support/fixtures.ts';
import { beginRun, toTraining } from './support/journey.ts';

/** Files are opened on a machine that may have other work. */
const PATIENCE_MS = 120_000;
const RECIPE = { maxSteps: 6, evalStrategy: 'steps', evalSteps: 6, learningRate: 5e-4 } as const;

test('exported files answer beside the studio, before and after a reload', async ({ studio, page, seen }) => {
  await toTraining(studio);
  await beginRun(studio, 'WASM', RECIPE);
  await studio.training.end(PATIENCE_MS);
  await studio.goTo('Export');
  await studio.export.takeHome(PATIENCE_MS);

  const models = page.getByRole('radiogroup', { name: 'Model', exact: true });
  const answer = page.getByRole('region', { name: 'Scores', exact: true });
  const ask = async (name: string) => {
    await models.getByText(name).click();
    await expect(page.getByText(/opened in .* by transformers\.js/)).toBeVisible({ timeout: PATIENCE_MS });
    await studio.playground.text.fill('You will never believe this old castle');
    await page.getByRole('button', { name: 'Classify' }).click();
    const side = answer.getByRole('region', { name });
    await expect(side.getByRole('meter')).toHaveCount(3, { timeout: PATIENCE_MS });
    await expect(answer.getByText(/took .*ms, the studio/)).toBeVisible();
  };
  await studio.goTo('Playground');
  await ask('ONNX f32');
  await expect(answer.getByText('no score differs by more than 0.01 points')).toBeVisible();
  await ask('ONNX int8');

  await page.reload();
  await studio.goTo('Export');
  const certificate = page.getByRole('region', { name: 'Certificate' });
  await expect(certificate.getByRole('listitem', { name: 'ONNX f32' })).toContainText('Passed');
  await studio.goTo('Playground');
  await ask('ONNX f16');

  // ONNX Runtime's memory goes with its worker, and the chosen file is open again on return.
  const workers = () => page.workers().filter((worker) => worker.url().includes('inference')).length;
  expect(workers()).toBe(1);
  await studio.goTo('Export');
  await expect.poll(workers).toBe(0);
  await studio.goTo('Playground');
  await expect(models.getByRole('radio', { name: 'ONNX f16' })).toBeChecked();
  await expect(page.getByText(/opened in .* by transformers\.js/)).toBeVisible({ timeout: PATIENCE_MS });
  expect(seen.requestsOffOrigin).toEqual([]);
});

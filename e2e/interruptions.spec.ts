import type { Page, Worker } from 'playwright';
import type { Recipe } from '../src/core/recipe/recipe.ts';
import { expect, test } from './support/fixtures.ts';
import { beginRun, toTraining } from './support/journey.ts';
import { readNewestRun } from './support/stored.ts';

const BASE: Partial<Recipe> = { perDeviceTrainBatchSize: 4, evalStrategy: 'steps', warmupSteps: 2 };
/** Other work on a machine stretches a run of less than a minute. */
const END_MS = 240_000;

test.describe.configure({ timeout: 600_000 });

declare global {
  /** The GPU devices that a worker has asked for, kept by the test. */
  // oxlint-disable-next-line no-var
  var devicesOfTheTest: GPUDevice[];
}

/** The studio's worker that trains, its GPU devices within reach: to be called before it asks for one. */
async function watchDevices(page: Page): Promise<Worker> {
  const isTraining = (worker: Worker) => /training\.worker/.test(worker.url());
  const worker = page.workers().find(isTraining) ?? (await page.waitForEvent('worker', isTraining));
  await worker.evaluate(() => {
    const { requestDevice } = GPUAdapter.prototype;
    globalThis.devicesOfTheTest = [];
    GPUAdapter.prototype.requestDevice = async function (descriptor) {
      const device = await requestDevice.call(this, descriptor);
      globalThis.devicesOfTheTest.push(device);
      return device;
    };
  });
  return worker;
}

test('a lost graphics device is replaced, and not a digit of the losses changes', async ({ studio }) => {
  const { training, page } = studio;
  const recipe = { ...BASE, maxSteps: 6, evalSteps: 3 };
  await toTraining(studio);
  const worker = await watchDevices(page);
  await beginRun(studio, 'WebGPU', recipe);
  await training.end(END_MS);
  const { steps: expected } = await readNewestRun(page);
  expect(expected).toHaveLength(6);
  await page.getByRole('button', { name: 'New run' }).click();

  await beginRun(studio, 'WebGPU', recipe);
  await training.reachStep(4, END_MS);
  expect(await worker.evaluate(() => globalThis.devicesOfTheTest.length)).toBe(1);
  await worker.evaluate(() => globalThis.devicesOfTheTest[0]?.destroy());
  await expect(page.getByText('It was lost and set up again; training went on from step 3.')).toBeVisible({
    timeout: END_MS,
  });
  await training.end(END_MS);
  expect(await worker.evaluate(() => globalThis.devicesOfTheTest.length)).toBe(2);
  const { run, steps } = await readNewestRun(page);
  expect(run.status).toBe('completed');
  expect(steps).toEqual(expected);
});

test('a full disk pauses the run; with room again it goes on to its end', async ({
  studio,
  context,
  baseURL,
}) => {
  const { training, page } = studio;
  await toTraining(studio);
  await beginRun(studio, 'WASM', { ...BASE, maxSteps: 12, evalSteps: 6 });
  await training.reachStep(1);

  const disk = await context.newCDPSession(page);
  const origin = new URL(baseURL ?? '').origin;
  const { usage } = await disk.send('Storage.getUsageAndQuota', { origin });
  await disk.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 1_000_000 });
  await expect(page.getByText('The browser’s storage is full')).toBeVisible({ timeout: END_MS });
  await expect(page.getByText('Paused at step 6, not saved', { exact: true })).toBeVisible();

  await disk.send('Storage.overrideQuotaForOrigin', { origin });
  await training.resume.click();
  await expect(page.getByText('The browser’s storage is full')).toBeHidden();
  await training.end(END_MS);
  const { run, steps } = await readNewestRun(page);
  expect(run.status).toBe('completed');
  expect(run.failure).toBeNull();
  expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
});

/**
 * What a browser does to a tab in the background, at its worst: no timer fires and no frame is drawn. Headless pages
 * are never hidden by themselves, whatever lies in front of them.
 */
async function hide(page: Page): Promise<void> {
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1000);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
    Object.defineProperty(document, 'hidden', { configurable: true, value: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

async function show(page: Page): Promise<void> {
  await page.clock.resume();
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'visible' });
    Object.defineProperty(document, 'hidden', { configurable: true, value: false });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

test('a run goes on to its end in a hidden tab, which shows it when it is back', async ({ studio }) => {
  const { training, page } = studio;
  await toTraining(studio);
  await beginRun(studio, 'WASM', { ...BASE, maxSteps: 12, evalSteps: 6 });
  await training.reachStep(2);

  await hide(page);
  const status = async () => (await readNewestRun(page)).run.status;
  await expect.poll(status, { timeout: END_MS, intervals: [1000] }).toBe('completed');
  expect((await readNewestRun(page)).steps).toHaveLength(12);

  await show(page);
  await training.end(END_MS);
});

import { expect, test } from './support/fixtures.ts';
import { beginRun, toTraining } from './support/journey.ts';
import { readNewestRun } from './support/stored.ts';

test('a run is paused, resumed and stopped; meanwhile and afterwards its model answers', async ({
  studio,
}) => {
  const { training, playground, page } = studio;
  await toTraining(studio);
  await beginRun(studio, 'WASM', { maxSteps: 400, evalStrategy: 'no', seed: 3 });
  await training.reachStep(2);

  await test.step('predictions while it trains', async () => {
    await studio.goTo('Playground');
    await expect(page.getByText(/^Training goes on: answers come between two steps/)).toBeVisible();
    const first = await playground.classify('Ten reasons to love the budget');
    const sum = first.tuned.reduce((total, { score }) => total + score, 0);
    expect(sum).toBeCloseTo(1, 5);
    // Long enough apart for a step: the weights have moved on.
    await studio.goTo('Train');
    await training.reachStep((await training.shownProgress()).step + 2);
    await studio.goTo('Playground');
    const second = await playground.classify('Ten reasons to love the budget');
    expect(second.tuned).not.toEqual(first.tuned);
    expect(second.base).toEqual(first.base);
    await studio.goTo('Train');
  });

  const step = await test.step('pause', async () => {
    await training.pause.click();
    await expect(page.getByText(/^Paused at step \d+$/)).toBeVisible();
    const { step } = await training.shownProgress();
    await page.waitForTimeout(1500);
    expect((await training.shownProgress()).step).toBe(step);
    return step;
  });

  await test.step('resume, then stop', async () => {
    await training.resume.click();
    await training.reachStep(step + 1);
    await training.stop.click();
    await expect(page.getByText(/^Stopped at step \d+ of 400$/)).toBeVisible();
  });

  const { run, steps } = await readNewestRun(page);
  expect(run.status).toBe('stopped');
  expect(steps.map((each) => each.step)).toEqual(Array.from({ length: run.progress.step }, (_, i) => i + 1));
  await studio.goTo('Playground');
  expect((await playground.classify('Court upholds a rare bird')).tuned).toHaveLength(3);
});

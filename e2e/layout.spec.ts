import { STEPS } from './pages/studio.ts';
import { expect, test } from './support/fixtures.ts';
import { beginRun, toTraining } from './support/journey.ts';

test('no step is wider than a narrow window, empty or full', async ({ studio }) => {
  const { page, training } = studio;
  await page.setViewportSize({ width: 360, height: 740 });
  const overflowing = async (): Promise<string[]> => {
    const wide: string[] = [];
    for (const step of STEPS) {
      await studio.goTo(step);
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (excess > 0) wide.push(`${step}: ${excess} px`);
    }
    return wide;
  };
  expect(await overflowing()).toEqual([]);
  await studio.goTo('Data');
  await toTraining(studio);
  await beginRun(studio, 'WASM', { maxSteps: 2 });
  await training.end(60_000);
  expect(await overflowing()).toEqual([]);
});

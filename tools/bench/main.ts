/*
 * `npm run bench`: the studio's training step against the same step in plain TensorFlow.js, in a headless browser,
 * from a page built as the app is. docs/performance.md tells the method and the options.
 */
import { writeFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { ensureBrowser } from '../browser/ensure-browser.ts';
import { launchOptions } from '../browser/launch-options.ts';
import type { Comparison } from './compete.ts';
import { parseOptions } from './options.ts';
import { describeMachine, toMarkdown } from './report.ts';
import { buildBench, serveBench } from './site.ts';

const options = parseOptions(process.argv.slice(2));
if (options.build) await buildBench();
const site = await serveBench();
const browser = await chromium.launch({
  ...launchOptions({ ...process.env, CHROMIUM_PATH: ensureBrowser() }),
  headless: true,
});
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.error(message.text()));
  await page.goto(site.benchUrl);
  const comparisons: Comparison[] = [];
  for (const bench of options.cases) {
    comparisons.push(
      await page.evaluate(([bench, effort]) => window.tabtuneBench.compare(bench, effort), [
        bench,
        options.effort,
      ] as const),
    );
  }
  const machine = describeMachine(`Chromium ${browser.version()}`);
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify({ machine, comparisons }, null, 2)}\n`);
  }
  console.log(toMarkdown(machine, comparisons));
  if (comparisons.some(({ ratio, bench }) => ratio < bench.bound)) process.exitCode = 1;
} finally {
  await browser.close();
  await site.close();
}

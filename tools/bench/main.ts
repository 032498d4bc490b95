/*
 * `npm run bench`: the studio's training step against the same step in plain TensorFlow.js, in a headless browser,
 * from a page built as the app is; and what the run holds in memory. docs/performance.md tells the method.
 */
import { type Browser, chromium, type Page } from 'playwright';
import { ensureBrowser } from '../browser/ensure-browser.ts';
import { launchOptions } from '../browser/launch-options.ts';
import { type BenchBackend, caseOf } from './cases.ts';
import { conclude } from './conclude.ts';
import { browserBytes } from './memory/processes.ts';
import { watchMemory } from './memory/watch.ts';
import { type Options, parseOptions, type Part } from './options.ts';
import type { Finding } from './report.ts';
import { buildBench, serveBench } from './site.ts';

const BACKENDS: readonly BenchBackend[] = ['wasm', 'webgpu'];

async function withPage<T>(browser: Browser, url: string, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await browser.newPage();
  page.on('console', (message) => console.error(message.text()));
  await page.goto(url);
  try {
    return await work(page);
  } finally {
    await page.close();
  }
}

async function memoryOn(browser: Browser, page: Page, backend: BenchBackend): Promise<Finding> {
  await page.evaluate((name) => window.tabtuneBench.memoryStart(name), backend);
  const report = await watchMemory(
    backend,
    () => page.evaluate(() => window.tabtuneBench.memoryEpoch()),
    async () => {
      await page.requestGC();
      return browserBytes(browser);
    },
  );
  return { kind: 'memory', report };
}

async function findings(browser: Browser, url: string, part: Part, { effort }: Options): Promise<Finding[]> {
  if (part === 'memory') {
    const found: Finding[] = [];
    for (const backend of BACKENDS) {
      found.push(await withPage(browser, url, (page) => memoryOn(browser, page, backend)));
    }
    return found;
  }
  const args = [caseOf(part === 'threads' ? 'wasm' : part), effort] as const;
  return withPage(browser, url, async (page) => {
    if (part === 'threads') {
      const report = await page.evaluate((all) => window.tabtuneBench.threads(...all), args);
      return [{ kind: 'threads', report }];
    }
    const report = await page.evaluate((all) => window.tabtuneBench.compare(...all), args);
    return [{ kind: 'comparison', report }];
  });
}

const options = parseOptions(process.argv.slice(2));
if (options.build) await buildBench();
const site = await serveBench();
const launch = launchOptions({ ...process.env, CHROMIUM_PATH: ensureBrowser() });
// So that a sample of memory counts neither what the collector has yet to take nor how much room it gives itself.
const collector = '--js-flags=--expose-gc --min-semi-space-size=16 --max-semi-space-size=16';
const browser = await chromium.launch({ ...launch, args: [...launch.args, collector] });
try {
  const found: Finding[] = [];
  for (const part of options.parts) found.push(...(await findings(browser, site.benchUrl, part, options)));
  conclude(`Chromium ${browser.version()}`, found, options);
} finally {
  await browser.close();
  await site.close();
}

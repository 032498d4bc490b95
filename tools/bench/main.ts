/*
 * `npm run bench`: the studio's training step against the same step in plain TensorFlow.js, in a headless browser,
 * from a page built as the app is; and what the run holds in memory. docs/performance.md tells the method.
 */
import { writeFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright';
import { ensureBrowser } from '../browser/ensure-browser.ts';
import { launchOptions } from '../browser/launch-options.ts';
import { type BenchBackend, CASES } from './cases.ts';
import { browserBytes } from './memory/processes.ts';
import type { EpochMemory, MemoryReport } from './memory/report.ts';
import { EPOCHS, STEPS_PER_EPOCH } from './memory/sample.ts';
import { type Options, parseOptions, type Part } from './options.ts';
import { describeMachine, type Finding, keepsPromise, toMarkdown } from './report.ts';
import { buildBench, serveBench } from './site.ts';

const BACKENDS: readonly BenchBackend[] = ['wasm', 'webgpu'];

function caseOf(backend: BenchBackend) {
  const bench = CASES.find((each) => each.backend === backend);
  if (bench === undefined) throw new Error(`no case for ${backend}`);
  return bench;
}

/** 1,000 steps; the processes are looked at between epochs. */
async function watchMemory(browser: Browser, page: Page, backend: BenchBackend): Promise<MemoryReport> {
  await page.evaluate((name) => window.tabtuneBench.memoryStart(name), backend);
  const epochs: EpochMemory[] = [];
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    const sample = await page.evaluate(() => window.tabtuneBench.memoryEpoch());
    await page.requestGC();
    epochs.push({ ...sample, processBytes: await browserBytes(browser) });
    console.error(`memory on ${backend}, epoch ${epoch} of ${EPOCHS}: ${JSON.stringify(epochs.at(-1))}`);
  }
  return { backend, stepsPerEpoch: STEPS_PER_EPOCH, epochs };
}

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

async function findings(browser: Browser, url: string, part: Part, { effort }: Options): Promise<Finding[]> {
  if (part === 'memory') {
    const reports: Finding[] = [];
    for (const backend of BACKENDS) {
      const report = await withPage(browser, url, (page) => watchMemory(browser, page, backend));
      reports.push({ kind: 'memory', report });
    }
    return reports;
  }
  const bench = caseOf(part === 'threads' ? 'wasm' : part);
  const args = [bench, effort] as const;
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
  const machine = describeMachine(`Chromium ${browser.version()}`);
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify({ machine, findings: found }, null, 2)}\n`);
  }
  console.log(toMarkdown(machine, found));
  if (!found.every(keepsPromise)) process.exitCode = 1;
} finally {
  await browser.close();
  await site.close();
}

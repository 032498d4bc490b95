/*
 * The scripted user: opens the built app in a real headless Chromium and does the main job through the page, as a
 * person would. `npm run drive -- --data FILE …`; docs/testing.md tells the options.
 */
import { writeFileSync } from 'node:fs';
import { AppError } from '../src/core/contract/errors.ts';
import { describeFailure } from '../src/core/contract/error-messages.ts';
import { chromium } from 'playwright';
import { ensureBrowser } from '../tools/browser/ensure-browser.ts';
import { launchOptions } from '../tools/browser/launch-options.ts';
import { drive } from './drive/job.ts';
import { type DriveOptions, parseOptions, USAGE, UsageError } from './drive/options.ts';
import { Pictures } from './drive/pictures.ts';
import { ShownError } from './pages/reach.ts';
import { Studio } from './pages/studio.ts';
import { type Report, reportSchema } from './report-schema.ts';
import { ensureBuilt, serveBuilt } from './support/site.ts';
import { watch } from './support/watch.ts';

const startedMs = performance.now();

function say(line: string): void {
  console.log(`${((performance.now() - startedMs) / 1000).toFixed(1).padStart(7)} s  ${line}`);
}

async function run(options: DriveOptions): Promise<Report> {
  if (options.build) ensureBuilt();
  const site = await serveBuilt();
  const browser = await chromium.launch({
    ...launchOptions({ ...process.env, CHROMIUM_PATH: ensureBrowser() }),
    headless: true,
  });
  try {
    const context = await browser.newContext({
      colorScheme: 'light',
      viewport: { width: 1280, height: 860 },
    });
    const seen = watch(context, site.url);
    const page = await context.newPage();
    return await drive(
      new Studio(page),
      site.url,
      options,
      new Pictures(page, options.screenshots),
      seen,
      say,
    );
  } finally {
    await browser.close();
    await site.close();
  }
}

function summarize(report: Report): void {
  const { device, data, steps, evaluations, main_thread: thread } = report;
  say(`${data.train} + ${data.validation} + ${data.test} rows, labels ${data.labels.join(', ')}`);
  say(
    `${device.backend} ${device.adapter}: ${steps.length} steps, ${report.tokens_per_second.toFixed(0)} tokens/s`,
  );
  for (const { split, step, metrics } of evaluations) {
    const shown = ['loss', 'f1', 'accuracy'].flatMap((key) => {
      const value = metrics[key];
      return value === undefined ? [] : [`${key} ${value.toFixed(4)}`];
    });
    say(`${split}, step ${step}: ${shown.join(', ')}`);
  }
  if (thread !== null) {
    const share = (thread.share_within_50_ms * 100).toFixed(2);
    say(
      `main thread: ${share} % of ${thread.tasks} tasks within 50 ms, longest ${thread.longest_ms.toFixed(0)} ms`,
    );
  }
  say(
    `${report.requests_off_origin.length} requests off the origin, ${report.console_errors.length} console errors`,
  );
}

function explain(thrown: unknown): string {
  if (thrown instanceof ShownError) return `The page says: ${thrown.message}`;
  if (thrown instanceof UsageError) return `${thrown.message}\n${USAGE}`;
  if (thrown instanceof AppError) {
    const { title, message, next } = describeFailure(thrown.failure);
    return `${title}. ${message} ${next}`;
  }
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

try {
  const options = parseOptions(process.argv.slice(2));
  const report = reportSchema.parse(await run(options));
  if (options.report !== null) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
  summarize(report);
} catch (thrown) {
  console.error(explain(thrown));
  process.exitCode = 1;
}

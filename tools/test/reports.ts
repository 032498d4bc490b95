import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, parse } from 'node:path';
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Neither: skipped, or never started because an earlier one failed. */
  readonly notRun: number;
}

/** Where each runner leaves its machine-readable report, named after the suite. */
const REPORT_FOLDER = join('.cache', 'reports');

const vitestReport = z
  .object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    numFailedTestSuites: z.number(),
    numPendingTests: z.number(),
    numTodoTests: z.number(),
  })
  .transform(
    (report): Counts => ({
      passed: report.numPassedTests,
      // a file that fails to load has failed without any of its tests failing
      failed: report.numFailedTests === 0 ? report.numFailedTestSuites : report.numFailedTests,
      notRun: report.numPendingTests + report.numTodoTests,
    }),
  );

const playwrightReport = z
  .object({
    stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  })
  .transform(
    ({ stats }): Counts => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
      notRun: stats.skipped,
    }),
  );

/** What a script of ours writes when it sums up a runner that has no JSON report. */
const plainReport = z.object({ passed: z.number(), failed: z.number(), notRun: z.number() });

const report = z.union([vitestReport, playwrightReport, plainReport]);

export function reportPath(suite: string): string {
  return join(REPORT_FOLDER, `${suite.replaceAll(':', '-')}.json`);
}

export function clearReports(): void {
  rmSync(REPORT_FOLDER, { recursive: true, force: true });
  mkdirSync(REPORT_FOLDER, { recursive: true });
}

/** The counts a suite reported in this run; undefined when it is no test suite or broke before it could report. */
export function readReport(suite: string): Counts | undefined {
  const path = reportPath(suite);
  return existsSync(path) ? parseReport(readFileSync(path, 'utf8')) : undefined;
}

export function parseReport(text: string): Counts {
  return report.parse(JSON.parse(text));
}

/** The counts of every suite that left a report in this run, by name. */
export function allReports(): Map<string, Counts> {
  const names = readdirSync(REPORT_FOLDER).toSorted();
  return new Map(
    names.map((name) => [parse(name).name, parseReport(readFileSync(join(REPORT_FOLDER, name), 'utf8'))]),
  );
}

export function sumCounts(all: readonly Counts[]): Counts {
  const sum = (key: keyof Counts) => all.reduce((total, each) => total + each[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), notRun: sum('notRun') };
}

export function formatCounts({ passed, failed, notRun }: Counts): string {
  return `${passed} passed, ${failed} failed${notRun > 0 ? `, ${notRun} not run` : ''}`;
}

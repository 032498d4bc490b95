import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type Counts, readReport, reportPath } from './reports.ts';

export interface Suite {
  /** The npm script. */
  readonly name: string;
  /** Arguments that make its runner write a report to `path`; checks without tests have none. */
  readonly reportArgs?: (path: string) => readonly string[];
  /** A suite without which this one cannot run. */
  readonly needs?: string;
}

export interface Outcome {
  readonly name: string;
  readonly result: 'passed' | 'failed' | 'not run';
  readonly counts: Counts | undefined;
  readonly seconds: number;
}

const vitestArgs = (path: string) => ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
const playwrightArgs = () => ['--reporter=list,json'];

/** Everything `npm test` runs, the cheap ones first. */
export const DEFAULT_SUITES: readonly Suite[] = [
  { name: 'format:check' },
  { name: 'lint' },
  { name: 'types' },
  { name: 'knip' },
  { name: 'test:unit', reportArgs: vitestArgs },
  { name: 'test:browser', reportArgs: vitestArgs },
  { name: 'build' },
  { name: 'test:e2e', reportArgs: playwrightArgs, needs: 'build' },
];

/** What needs more than the repository: run by name, and by CI. */
export const EXTRA_SUITES: readonly Suite[] = [
  { name: 'test:field', reportArgs: vitestArgs },
  { name: 'parity', reportArgs: (path) => ['--report', path] },
  { name: 'test:tokenizers', reportArgs: (path) => ['--report', path] },
  { name: 'test:python', reportArgs: (path) => ['--report', path] },
  { name: 'test:cluster', reportArgs: (path) => ['--report', path] },
];

function run(suite: Suite, env: NodeJS.ProcessEnv): Outcome {
  const args = suite.reportArgs ? ['--', ...suite.reportArgs(reportPath(suite.name))] : [];
  const startedMs = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', suite.name, ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath(suite.name) },
  });
  const seconds = (performance.now() - startedMs) / 1000;
  const counts = readReport(suite.name);
  // a runner that reports no test at all has proved nothing
  const hasProved = suite.reportArgs === undefined || (counts !== undefined && counts.passed > 0);
  const result = status === 0 && hasProved ? 'passed' : 'failed';
  return { name: suite.name, result, counts, seconds };
}

/** Runs the suites one after the other; each failure is left in the reports, whatever the runner wrote itself. */
export function runSuites(suites: readonly Suite[], env: NodeJS.ProcessEnv): Outcome[] {
  const outcomes: Outcome[] = [];
  for (const suite of suites) {
    console.log(`\n=== ${suite.name}`);
    const isBlocked = outcomes.some(({ name, result }) => name === suite.needs && result !== 'passed');
    const outcome: Outcome = isBlocked
      ? { name: suite.name, result: 'not run', counts: undefined, seconds: 0 }
      : run(suite, env);
    if (outcome.result !== 'passed' && (outcome.counts?.failed ?? 0) === 0) {
      const counts = { ...(outcome.counts ?? { passed: 0, notRun: 0 }), failed: 1 };
      writeFileSync(reportPath(suite.name), JSON.stringify(counts));
    }
    outcomes.push(outcome);
  }
  return outcomes;
}

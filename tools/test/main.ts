/*
 * `npm test`: every suite, one after the other, and a table at the end. `npm test -- lint test:unit` runs those alone;
 * `--keep-reports` adds to the reports of an earlier call, as CI does.
 */
import { ensureBrowser } from '../browser/ensure-browser.ts';
import { clearReports, formatCounts } from './reports.ts';
import { DEFAULT_SUITES, EXTRA_SUITES, type Outcome, runSuites, type Suite } from './suites.ts';

function chosen(names: readonly string[]): readonly Suite[] {
  if (names.length === 0) return DEFAULT_SUITES;
  const all = [...DEFAULT_SUITES, ...EXTRA_SUITES];
  return names.map((name) => {
    const suite = all.find((each) => each.name === name);
    if (!suite) throw new Error(`No suite ${name}; there are ${all.map((each) => each.name).join(', ')}`);
    return suite;
  });
}

function line({ name, result, counts, seconds }: Outcome): string {
  const tests = counts ? formatCounts(counts) : '';
  return `${name.padEnd(17)}${result.padEnd(9)}${seconds.toFixed(1).padStart(7)} s  ${tests}`.trimEnd();
}

const args = process.argv.slice(2);
const suites = chosen(args.filter((arg) => arg !== '--keep-reports'));
if (!args.includes('--keep-reports')) clearReports();
const outcomes = runSuites(suites, { ...process.env, CHROMIUM_PATH: ensureBrowser() });

const totalSeconds = outcomes.reduce((sum, { seconds }) => sum + seconds, 0);
console.log(
  `\n${outcomes.map(line).join('\n')}\n${'total'.padEnd(26)}${totalSeconds.toFixed(1).padStart(7)} s`,
);
const unsuccessful = outcomes.filter(({ result }) => result !== 'passed').map(({ name }) => name);
if (unsuccessful.length > 0) {
  console.log(`\nFailed or not run: ${unsuccessful.join(', ')}`);
  process.exitCode = 1;
}

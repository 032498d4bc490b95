import type { Counts } from '../test/reports.ts';

/** Counts of a JUnit XML report as pytest writes it: one testsuite element with totals. */
export function parseJunit(xml: string): Counts {
  const suite = /<testsuite\s[^>]*>/.exec(xml)?.[0];
  if (suite === undefined) throw new Error('no testsuite in the report');
  const total = (name: string): number => {
    const value = new RegExp(`\\s${name}="(\\d+)"`).exec(suite)?.[1];
    if (value === undefined) throw new Error(`no ${name} in the report`);
    return Number(value);
  };
  const failed = total('failures') + total('errors');
  const notRun = total('skipped');
  return { passed: total('tests') - failed - notRun, failed, notRun };
}

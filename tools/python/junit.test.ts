import { describe, expect, it } from 'vitest';
import { parseJunit } from './junit.ts';

const report = (totals: string) =>
  `<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" ${totals} time="1.5"><testcase/></testsuite></testsuites>`;

describe('parseJunit', () => {
  it('counts what passed, failed in a test or around one, and did not run', () => {
    expect(parseJunit(report('errors="1" failures="2" skipped="3" tests="24"'))).toEqual({
      passed: 18,
      failed: 3,
      notRun: 3,
    });
  });

  it('refuses a report without totals', () => {
    expect(() => parseJunit('<testsuites/>')).toThrow('no testsuite');
    expect(() => parseJunit(report('errors="1"'))).toThrow('no failures');
  });
});

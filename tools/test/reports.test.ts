import { describe, expect, test } from 'vitest';
import { parseReport } from './reports.ts';

describe('reports of the runners', () => {
  test('vitest', () => {
    const text =
      '{"numPassedTests":7,"numFailedTests":2,"numFailedTestSuites":3,"numPendingTests":1,"numTodoTests":1}';
    expect(parseReport(text)).toEqual({ passed: 7, failed: 2, notRun: 2 });
  });

  test('a vitest file that does not load counts as failed', () => {
    const text =
      '{"numPassedTests":7,"numFailedTests":0,"numFailedTestSuites":1,"numPendingTests":0,"numTodoTests":0}';
    expect(parseReport(text)).toEqual({ passed: 7, failed: 1, notRun: 0 });
  });

  test('playwright: a flaky test has failed', () => {
    const text = '{"stats":{"expected":3,"unexpected":1,"flaky":2,"skipped":4}}';
    expect(parseReport(text)).toEqual({ passed: 3, failed: 3, notRun: 4 });
  });

  test('anything else is refused', () => {
    expect(() => parseReport('{"passed":"3"}')).toThrow();
  });
});

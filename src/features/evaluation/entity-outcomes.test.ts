import { expect, test } from 'vitest';
import { entityOutcomes } from './entity-outcomes';

test('every true entity has one outcome', () => {
  const outcomes = entityOutcomes({
    types: ['PER', 'ORG'],
    counts: [
      [10, 2, 3],
      [1, 7, 4],
      [5, 6, 0],
    ],
    wrongBoundary: [
      [4, 1, 0],
      [0, 2, 0],
      [0, 0, 0],
    ],
    cells: [],
  });
  expect(outcomes).toEqual({ truth: 27, exact: 11, wrongBoundary: 6, wrongType: 3, missed: 7, invented: 11 });
  const { exact, wrongBoundary, wrongType, missed, truth } = outcomes;
  expect(exact + wrongBoundary + wrongType + missed).toBe(truth);
});

import { expect, test } from 'vitest';
import { siteThreads } from './site-threads';

test.each([
  [1, 1],
  [2, 1],
  [3, 2],
  [8, 4],
  [64, 4],
])('with %i logical cores a site has %i threads', (cores, threads) => {
  expect(siteThreads(cores, true)).toBe(threads);
});

test('without isolation there is one thread', () => {
  expect(siteThreads(8, false)).toBe(1);
});

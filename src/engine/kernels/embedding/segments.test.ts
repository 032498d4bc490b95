import { expect, test } from 'vitest';
import { MersenneTwister } from '../../../core/rng';
import { segmentsOf } from './segments';

test('rows of a target lie together, in their order; those left out are nowhere', () => {
  const { targets, starts, rows } = segmentsOf(Int32Array.of(7, 0, 2, 7, 0, 30521, 2, 7), 0);
  expect([...targets]).toEqual([2, 7, 30521]);
  expect([...starts]).toEqual([0, 2, 5, 6]);
  expect([...rows]).toEqual([2, 6, 0, 3, 7, 5]);
});

test.each([
  { targets: [], skipped: null },
  { targets: [4, 4, 4], skipped: 4 },
])('where there is nothing to add there is no segment: $targets', (c) => {
  const { targets, starts, rows } = segmentsOf(Int32Array.from(c.targets), c.skipped);
  expect([[...targets], [...starts], [...rows]]).toEqual([[], [0], []]);
});

test.each([null, 0, 3])('each row is added once, to its own target, except those of %s', (skipped) => {
  const random = new MersenneTwister(5);
  const drawn = Int32Array.from({ length: 500 }, () => random.uint32() % 40);
  const { targets, starts, rows } = segmentsOf(drawn, skipped);
  expect([...targets]).toEqual([...new Set(drawn)].filter((t) => t !== skipped).sort((a, b) => a - b));
  const expected = [...targets].map((target) => [...drawn.keys()].filter((row) => drawn[row] === target));
  expect([...targets].map((_, i) => [...rows.subarray(starts[i], starts[i + 1])])).toEqual(expected);
});

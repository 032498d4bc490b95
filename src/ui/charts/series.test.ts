import { describe, expect, test } from 'vitest';
import { finitePoints, movingAverage, nearestPoint, splitAtGaps } from './series';

const points = (...pairs: [number, number][]) => pairs.map(([step, value]) => ({ step, value }));

describe('series', () => {
  test('leaves missing and unwanted values out', () => {
    const series = { steps: [1, 2, 3, 4], values: [0.5, Number.NaN, 0, 2] };
    expect(finitePoints(series)).toEqual(points([1, 0.5], [3, 0], [4, 2]));
    expect(finitePoints(series, (value) => value > 0)).toEqual(points([1, 0.5], [4, 2]));
  });

  test('smooths without a bias towards zero', () => {
    const constant = movingAverage(points([1, 3], [2, 3], [3, 3]), 0.9);
    for (const { value } of constant) expect(value).toBeCloseTo(3, 12);
    // s₂ = (0.9·0.1·1 + 0.1·2) / (1 − 0.81), by hand
    expect(movingAverage(points([1, 1], [2, 2]), 0.9)[1]?.value).toBeCloseTo(0.29 / 0.19, 12);
  });

  test('cuts a curve at a hole and nowhere else', () => {
    const steps = [1, 2, 3, 4, 5, 40, 41, 42];
    const runs = splitAtGaps(steps.map((step) => ({ step, value: 1 })));
    expect(runs.map((run) => run.map(({ step }) => step))).toEqual([
      [1, 2, 3, 4, 5],
      [40, 41, 42],
    ]);
    expect(splitAtGaps([])).toEqual([]);
  });

  test('finds the nearest point, the earlier of two equally near', () => {
    const curve = points([10, 1], [20, 2], [40, 3]);
    expect(nearestPoint(curve, 0)?.step).toBe(10);
    expect(nearestPoint(curve, 15)?.step).toBe(10);
    expect(nearestPoint(curve, 16)?.step).toBe(20);
    expect(nearestPoint(curve, 99)?.step).toBe(40);
    expect(nearestPoint([], 1)).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import { downsample, type Points } from './downsample';

function curve(length: number, value: (step: number) => number): Points {
  const steps = Array.from({ length }, (_, i) => i + 1);
  return { steps, values: steps.map(value) };
}

test('short curves stay as they are', () => {
  const points = curve(500, (step) => 1 / step);
  expect(downsample(points, 500)).toEqual(points);
});

describe.each([501, 1000, 12_345])('%d points', (length) => {
  const noisy = curve(length, (step) => Math.sin(step * 12.9898) * 43_758 + step);
  const small = downsample(noisy, 500);

  test('become at most 500, in order, and each is one of them', () => {
    expect(small.steps.length).toBeLessThanOrEqual(500);
    expect(small.steps.length).toBeGreaterThan(400);
    small.steps.forEach((step, i) => {
      expect(small.values[i]).toBe(noisy.values[step - 1]);
      if (i > 0) expect(step).toBeGreaterThan(small.steps[i - 1] ?? Number.NaN);
    });
  });

  test('keep both ends and both extremes', () => {
    expect([small.steps[0], small.steps.at(-1)]).toEqual([1, length]);
    expect(Math.max(...small.values)).toBe(Math.max(...noisy.values));
    expect(Math.min(...small.values)).toBe(Math.min(...noisy.values));
  });
});

test('a single spike survives wherever it is', () => {
  for (const at of [1, 2, 777, 4999, 5000]) {
    expect(
      downsample(
        curve(5000, (step) => (step === at ? 9 : 1)),
        100,
      ).values,
    ).toContain(9);
  }
});

test('points that are not finite are left out', () => {
  const points = { steps: [1, 2, 3, 4], values: [1, Number.NaN, Number.POSITIVE_INFINITY, 2] };
  expect(downsample(points, 500)).toEqual({ steps: [1, 4], values: [1, 2] });
  expect(downsample({ steps: [], values: [] }, 500)).toEqual({ steps: [], values: [] });
});

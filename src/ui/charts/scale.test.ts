import { describe, expect, test } from 'vitest';
import { formatTick, linearScale, logScale, stepScale } from './scale';

describe('scales', () => {
  test('linear ends are round and hold the data', () => {
    expect(linearScale(0, 0.69)).toEqual({ domain: [0, 0.8], ticks: [0, 0.2, 0.4, 0.6, 0.8] });
    expect(linearScale(0.871, 0.912).domain).toEqual([0.86, 0.92]);
    expect(linearScale(0, 5e-5).ticks).toEqual([0, 2e-5, 4e-5, 6e-5]);
  });

  test('a flat curve gets room above and below', () => {
    const { domain } = linearScale(2, 2);
    expect(domain[0]).toBeLessThan(2);
    expect(domain[1]).toBeGreaterThan(2);
    expect(linearScale(0, 0).domain[1]).toBeGreaterThan(0);
  });

  test('logarithmic ends are 1, 2 or 5 times a power of ten', () => {
    expect(logScale(0.03, 0.7)).toEqual({ domain: [0.02, 1], ticks: [0.02, 0.05, 0.1, 0.2, 0.5, 1] });
    expect(logScale(0.5, 0.5).domain).toEqual([0.5, 1]);
    const wide = logScale(1e-7, 3);
    expect(wide.domain).toEqual([1e-7, 5]);
    expect(wide.ticks.length).toBeLessThanOrEqual(6);
  });

  test('steps are whole numbers', () => {
    expect(stepScale(1, 47, 6)).toEqual({ domain: [1, 47], ticks: [10, 20, 30, 40] });
    expect(stepScale(0, 1, 6).ticks).toEqual([0, 1]);
  });

  test('ticks are short', () => {
    expect([0, 0.2, 1500, 5e-5, 2e6].map(formatTick)).toEqual(['0', '0.2', '1,500', '5e-5', '2e6']);
  });
});

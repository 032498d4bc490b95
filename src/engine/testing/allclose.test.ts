import { describe, expect, it } from 'vitest';
import { expectAllClose } from './allclose';

const TIGHT = { rtol: 1e-6, atol: 1e-6 };

describe('expectAllClose', () => {
  it('accepts numbers within atol + rtol·|expected|', () => {
    expectAllClose([1, 2, 3], [1, 2, 3], { rtol: 0, atol: 0 });
    expectAllClose([100.9], [100], { rtol: 0.01, atol: 0 });
    expectAllClose(new Float32Array([0.1]), [0.1], TIGHT);
    expectAllClose([], [], TIGHT);
    expectAllClose({ shape: [], data: [4] }, { shape: [], data: [4] }, TIGHT);
  });

  it('fails just outside the tolerance, on either side', () => {
    expect(() => expectAllClose([101.1], [100], { rtol: 0.01, atol: 0 })).toThrow('values');
    expect(() => expectAllClose([98.9], [100], { rtol: 0.01, atol: 0 })).toThrow('values');
    expect(() => expectAllClose([1e-5], [0], TIGHT)).toThrow('values');
  });

  it('measures the relative part against the expected side', () => {
    expect(() => expectAllClose([2], [1], { rtol: 0.6, atol: 0 })).toThrow('values');
    expectAllClose([1], [2], { rtol: 0.6, atol: 0 });
  });

  it('refuses NaN on either side and on both', () => {
    expect(() => expectAllClose([Number.NaN], [1], { rtol: 1, atol: 1e9 })).toThrow('NaN');
    expect(() => expectAllClose([1], [Number.NaN], { rtol: 1, atol: 1e9 })).toThrow('NaN');
    expect(() => expectAllClose([Number.NaN], [Number.NaN], { rtol: 1, atol: 1e9 })).toThrow('NaN');
  });

  it('refuses infinities unless they are the same', () => {
    const { POSITIVE_INFINITY: inf } = Number;
    expectAllClose([-inf], [-inf], TIGHT);
    expect(() => expectAllClose([inf], [-inf], { rtol: 1, atol: 1 })).toThrow('Infinity');
    expect(() => expectAllClose([1], [inf], { rtol: 1, atol: 1 })).toThrow('Infinity');
    expect(() => expectAllClose([inf], [1e30], { rtol: 1, atol: 1 })).toThrow('Infinity');
  });

  it('refuses other lengths and shapes', () => {
    expect(() => expectAllClose([1, 2], [1, 2, 3], TIGHT)).toThrow('shape [2] instead of [3]');
    expect(() => expectAllClose([], [1], TIGHT)).toThrow('shape');
    const data = [1, 2, 3, 4, 5, 6];
    expect(() => expectAllClose({ shape: [2, 3], data }, { shape: [3, 2], data }, TIGHT)).toThrow('shape');
    expect(() => expectAllClose({ shape: [2, 2], data }, { shape: [2, 2], data }, TIGHT)).toThrow(
      'does not hold 6',
    );
  });

  it('names the worst place with both values', () => {
    const expected = { shape: [2, 3], data: [0, 0, 0, 0, 0, 0] };
    expect(() =>
      expectAllClose({ shape: [2, 3], data: [0, 1, 0, 0, 0, 7] }, expected, TIGHT, 'logits'),
    ).toThrow('logits: 2 of 6 differ, worst at [1, 2]: 7 instead of 0');
    expect(() =>
      expectAllClose({ shape: [2, 3], data: [0, 1, Number.NaN, 0, 0, 7] }, expected, TIGHT),
    ).toThrow('worst at [0, 2]');
  });
});

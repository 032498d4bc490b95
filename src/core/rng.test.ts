import { describe, expect, it } from 'vitest';
import { MersenneTwister, randperm } from './rng';

describe('MersenneTwister', () => {
  it('gives the 10,000th number that the C++ standard prescribes for mt19937', () => {
    const generator = new MersenneTwister(5489);
    expect(generator.uint32()).toBe(3499211612);
    for (let i = 0; i < 9998; i++) generator.uint32();
    expect(generator.uint32()).toBe(4123659995);
  });

  it('has uniform and normal numbers with the right moments', () => {
    const generator = new MersenneTwister(7);
    const n = 200_000;
    let outside = 0;
    let sum = 0;
    let normalSum = 0;
    let normalSquares = 0;
    for (let i = 0; i < n; i++) {
      const u = generator.uniform();
      if (u < 0 || u >= 1) outside++;
      sum += u;
      const z = generator.normal();
      normalSum += z;
      normalSquares += z * z;
    }
    expect(outside).toBe(0);
    // Five standard errors each.
    expect(Math.abs(sum / n - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(normalSum / n)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(normalSquares / n - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
  });
});

describe('randperm', () => {
  it('equals torch.randperm(10) with seed 42', () => {
    expect([...randperm(10, 42)]).toEqual([2, 6, 1, 8, 4, 5, 0, 9, 3, 7]);
  });

  it('is a permutation, also of nothing and of one', () => {
    expect([...randperm(0, 1)]).toEqual([]);
    expect([...randperm(1, 1)]).toEqual([0]);
    expect([...randperm(1000, 3)].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });
});

import { describe, expect, it } from 'vitest';
import { initialWeight } from './init';
import type { WeightSpec } from './weights';

const EMBEDDING: WeightSpec = {
  name: 'bert.embeddings.word_embeddings.weight',
  shape: [500, 64],
  init: 'normal',
  group: 'embeddings',
  decay: true,
  padRow: 3,
};

function moments(values: Float32Array) {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const central = (power: number) => values.reduce((sum, x) => sum + (x - mean) ** power, 0) / values.length;
  return { mean, std: Math.sqrt(central(2)), kurtosis: central(4) / central(2) ** 2 };
}

describe('initialWeight', () => {
  it('draws from a normal distribution of the given range', () => {
    const { padRow: _, ...spec } = EMBEDDING;
    const values = initialWeight(spec, 0.02, 42);
    const { mean, std, kurtosis } = moments(values);
    // Five standard errors of 32,000 draws.
    expect(Math.abs(mean)).toBeLessThan((5 * 0.02) / Math.sqrt(32_000));
    expect(Math.abs(std / 0.02 - 1)).toBeLessThan(5 / Math.sqrt(64_000));
    expect(Math.abs(kurtosis - 3)).toBeLessThan(5 * Math.sqrt(24 / 32_000));
  });

  it('keeps the padding row, and only it, at zero', () => {
    const values = initialWeight(EMBEDDING, 0.02, 42);
    expect(values.subarray(3 * 64, 4 * 64).every((x) => x === 0)).toBe(true);
    expect(values.filter((x) => x === 0)).toHaveLength(64);
  });

  it('depends on the seed and on the name, and on nothing else', () => {
    const other = { ...EMBEDDING, name: 'classifier.weight' };
    expect(initialWeight(EMBEDDING, 0.02, 7)).toEqual(initialWeight(EMBEDDING, 0.02, 7));
    expect(initialWeight(EMBEDDING, 0.02, 7)).not.toEqual(initialWeight(EMBEDDING, 0.02, 8));
    expect(initialWeight(EMBEDDING, 0.02, 7)).not.toEqual(initialWeight(other, 0.02, 7));
  });

  it('fills biases with zeros and layer norms with ones', () => {
    const bias: WeightSpec = { name: 'b', shape: [3], init: 'zeros', group: 'head', decay: false };
    expect([...initialWeight(bias, 0.02, 1)]).toEqual([0, 0, 0]);
    expect([...initialWeight({ ...bias, init: 'ones' }, 0.02, 1)]).toEqual([1, 1, 1]);
  });
});

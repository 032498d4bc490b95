import { expect, test } from 'vitest';
import { firstBeyondHalf, toFloat16Bits } from '../../checkpoint/float16-encode';
import type { WeightSource } from '../input';
import { unmadePrecisions } from './range';

function sourceOf(weights: Readonly<Record<string, readonly number[]>>): WeightSource {
  return {
    specs: Object.entries(weights).map(([name, values]) => ({ name, shape: [values.length] })),
    read: async (name) => Float32Array.from(weights[name] ?? []),
  };
}

test('a finite number is beyond half precision where its half is infinite', () => {
  const edge = [65_504, 65_519.996, 65_520, 65_536, 1e38].flatMap((value) => [value, -value]);
  const values = Float32Array.from([0, 1, ...edge]);
  const infinite = [...toFloat16Bits(values)].map((bits) => (bits & 0x7c00) === 0x7c00);
  const isBeyond = [...values].map((value) => firstBeyondHalf(Float32Array.of(0, value)) === value);
  expect(isBeyond).toEqual(infinite);
  expect(infinite.filter(Boolean)).toHaveLength(6);
  const infinities = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  expect(firstBeyondHalf(Float32Array.from(infinities))).toBeNull();
});

test('weights within the range leave nothing unmade, and are all read', async () => {
  const told: number[] = [];
  const weights = sourceOf({ a: [65_504, -1], b: [0] });
  expect(await unmadePrecisions(weights, (bytes) => told.push(bytes))).toEqual([]);
  expect(told).toEqual([8, 12]);
});

test('the first weight beyond it is named', async () => {
  const weights = sourceOf({ a: [1], b: [2, -66_000], c: [1e9] });
  expect(await unmadePrecisions(weights)).toMatchObject([
    {
      precision: 'float16',
      failure: { code: 'EXPORT_BEYOND_HALF', details: { tensor: 'b', value: -66_000 } },
    },
  ]);
});

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { float32ToBfloat16 } from '../testing/bfloat16-encode';
import vectors from '../testing/vectors/float_conversion.json';
import { bfloat16ToFloat32, float16ToFloat32 } from './float16';
import { float32ToFloat16, toFloat16Bits } from './float16-encode';

const number = z.union([z.number(), z.literal('-Infinity').transform(() => -Infinity)]);
const encode = z.object({
  id: z.string(),
  float32: z.number(),
  expected_float16_bits: z.number(),
  expected_bfloat16_bits_round_to_nearest_even: z.number(),
});
const decode = z.object({ id: z.string(), float16_bits: z.number(), expected_float32: number });
const cases = z.array(z.union([encode, decode])).parse(vectors.cases);

describe('half precision', () => {
  it.each(cases)('$id', (example) => {
    if ('float16_bits' in example) {
      expect(float16ToFloat32(Uint16Array.of(example.float16_bits))[0]).toBe(example.expected_float32);
    } else {
      expect(float32ToFloat16(example.float32)).toBe(example.expected_float16_bits);
      expect(float32ToBfloat16(example.float32)).toBe(example.expected_bfloat16_bits_round_to_nearest_even);
    }
  });

  it('comes back from float32 bit by bit', () => {
    const finite = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits).filter(
      (bits) => (bits & 0x7c00) !== 0x7c00,
    );
    expect(toFloat16Bits(float16ToFloat32(finite))).toEqual(finite);
  });

  it('rounds what lies between two neighbours to the nearer one, and a tie to the even one', () => {
    const finite = float16ToFloat32(Uint16Array.from({ length: 0x7c00 }, (_, bits) => bits));
    for (let i = 0; i + 1 < finite.length; i++) {
      const [low = 0, high = 0] = finite.subarray(i, i + 2);
      const middle = (low + high) / 2;
      expect(float32ToFloat16(middle)).toBe(i + (i % 2));
      expect(float32ToFloat16(-(low + (high - low) * 0.499))).toBe(0x8000 | i);
      expect(float32ToFloat16(low + (high - low) * 0.501)).toBe(i + 1);
    }
    expect([65519, 65520, -1e9, Infinity, Number.NaN].map(float32ToFloat16)).toEqual([
      0x7bff, 0x7c00, 0xfc00, 0x7c00, 0x7e00,
    ]);
  });

  it('reads infinities and NaN', () => {
    expect([...float16ToFloat32(Uint16Array.of(0x7c00, 0xfc00, 0x7e00))]).toEqual([Infinity, -Infinity, NaN]);
  });

  it('reads bfloat16 as the upper half of a float32', () => {
    const words = Uint16Array.of(0x3f80, 0xc020, 0x4049, 0x0001, 0xff80);
    expect([...bfloat16ToFloat32(words)]).toEqual([1, -2.5, 3.140625, 2 ** -133, -Infinity]);
  });
});

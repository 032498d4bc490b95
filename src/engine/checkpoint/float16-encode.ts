const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

/**
 * A float32 to half precision bits, rounded to nearest even; beyond 65,504 it becomes infinite. Works on the bits:
 * exponents are re-biased from 127 to 15, and a carry of the rounding runs into the exponent by itself.
 */
export function float32ToFloat16(value: number): number {
  float[0] = value;
  const bits = word[0] as number;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
  if (magnitude >= 0x47800000) return sign | 0x7c00; // 2^16 and infinity
  if (magnitude >= 0x38800000) {
    // 2^-14 and more: 13 bits of the fraction go.
    const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1) - 0x38000000;
    return sign | (rounded >>> 13);
  }
  // Subnormal: adding 0.5 puts the units of 2^-24 into the lowest bits, rounded by the addition itself.
  word[0] = magnitude;
  float[0] = float[0] + 0.5;
  return sign | (word[0] - 0x3f000000);
}

/** Halfway from the largest half, 65,504, to the next power of two: from here on a finite number has no finite half. */
const HALF_END = 65_520;

/** The first finite number without a finite half; null where all have one. A loop, because `find` takes four times as long. */
export function firstBeyondHalf(values: Float32Array): number | null {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Math.abs(value) >= HALF_END && Number.isFinite(value)) return value;
  }
  return null;
}

/** Half precision bits of each value. */
export function toFloat16Bits(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) bits[i] = float32ToFloat16(values[i] as number);
  return bits;
}

/** float32 to half precision bits, rounded to nearest even, for making checkpoints in tests. */
export function float32ToFloat16(value: number): number {
  const x = Math.fround(value);
  const sign = Object.is(x, -0) || x < 0 ? 0x8000 : 0;
  if (Number.isNaN(x)) return sign | 0x7e00;
  const magnitude = Math.abs(x);
  const exponent = Math.max(-14, Math.floor(Math.log2(magnitude || 1)));
  // Units in the last place of this binade; a sum that carries runs into the next exponent by itself.
  const units = roundHalfEven(magnitude / 2 ** (exponent - 10));
  const bits = units < 1024 ? units : ((exponent + 15) << 10) + (units - 1024);
  return sign | Math.min(bits, 0x7c00);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest === 0.5) return floor + (floor % 2);
  return rest > 0.5 ? floor + 1 : floor;
}

/** float32 to bfloat16 bits, rounded to nearest even. */
export function float32ToBfloat16(value: number): number {
  const word = new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;
  return ((word + 0x7fff + ((word >>> 16) & 1)) >>> 16) & 0xffff;
}

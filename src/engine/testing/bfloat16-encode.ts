/** float32 to bfloat16 bits, rounded to nearest even. */
export function float32ToBfloat16(value: number): number {
  const word = new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;
  return ((word + 0x7fff + ((word >>> 16) & 1)) >>> 16) & 0xffff;
}

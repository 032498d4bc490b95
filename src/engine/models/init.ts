import { MersenneTwister } from '../../core/rng';
import { elementCount, type WeightSpec } from './weights';

/** FNV-1a (32 bit) over the seed's four bytes and the name's UTF-8 bytes. */
function tensorSeed(seed: number, name: string): number {
  const bytes = new TextEncoder().encode(name);
  let hash = 0x811c9dc5;
  const mix = (byte: number) => {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  };
  for (let shift = 0; shift < 32; shift += 8) mix((seed >>> shift) & 0xff);
  for (const byte of bytes) mix(byte);
  return hash;
}

/**
 * A new weight as transformers initialises it: N(0, `range`) with the padding row at zero, zeros, or ones.
 * Each tensor draws from a generator seeded by (seed, name), so its values do not depend on the other tensors.
 */
export function initialWeight(spec: WeightSpec, range: number, seed: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(elementCount(spec.shape));
  if (spec.init === 'ones') values.fill(1);
  if (spec.init !== 'normal') return values;
  const generator = new MersenneTwister(tensorSeed(seed, spec.name));
  for (let i = 0; i < values.length; i++) values[i] = range * generator.normal();
  if (spec.padRow !== undefined) {
    const width = elementCount(spec.shape.slice(1));
    values.fill(0, spec.padRow * width, (spec.padRow + 1) * width);
  }
  return values;
}

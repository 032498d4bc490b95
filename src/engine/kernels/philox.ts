/**
 * Philox4x32-7, a counter-based generator (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011):
 * dropout masks are a function of (seed, step, site, row, column), so that they need not be stored for the
 * backward pass and a resumed run draws the same ones. The WGSL version below gives the same bits.
 */
const ROUNDS = 7;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/** High 32 bits of the 64-bit product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const middle2 = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + (middle >>> 16) + (middle2 >>> 16)) >>> 0;
}

/** Writes four random words for the counter (c0, c1, c2, 0) under the key (k0, k1) into `out`. */
function philox(out: Uint32Array, k0: number, k1: number, c0: number, c1: number, c2: number): void {
  let x0 = c0 >>> 0;
  let x1 = c1 >>> 0;
  let x2 = c2 >>> 0;
  let x3 = 0;
  let key0 = k0 >>> 0;
  let key1 = k1 >>> 0;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, x0);
    const low0 = Math.imul(MULTIPLIER_0, x0) >>> 0;
    const high1 = multiplyHigh(MULTIPLIER_1, x2);
    const low1 = Math.imul(MULTIPLIER_1, x2) >>> 0;
    x0 = (high1 ^ x1 ^ key0) >>> 0;
    x1 = low1;
    x2 = (high0 ^ x3 ^ key1) >>> 0;
    x3 = low0;
    key0 = (key0 + WEYL_0) >>> 0;
    key1 = (key1 + WEYL_1) >>> 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}

/** One dropout site of one step. `site` numbers the places in the model; `step` counts micro-batches. */
export interface DropoutKey {
  readonly probability: number;
  readonly seed: number;
  readonly site: number;
  readonly step: number;
}

/** A word below this is dropped. */
export function dropThreshold(key: DropoutKey): number {
  return Math.min(0xffffffff, Math.floor(key.probability * 4294967296));
}

/** What kept values are multiplied by. */
export function keepScale(key: DropoutKey): number {
  return 1 / (1 - key.probability);
}

/**
 * Fills `mask[0…columns)` with 0 or 1/(1−p) for one row. The four words of a counter serve four neighbouring
 * columns.
 */
export function dropoutRow(mask: Float32Array, key: DropoutKey, row: number, columns: number): void {
  const threshold = dropThreshold(key);
  const scale = keepScale(key);
  for (let column = 0; column < columns; column += 4) {
    philox(words, key.seed, key.site, column >>> 2, row, key.step);
    const end = Math.min(4, columns - column);
    for (let lane = 0; lane < end; lane++) {
      mask[column + lane] = (words[lane] as number) < threshold ? 0 : scale;
    }
  }
}

const words = new Uint32Array(4);

/** The same generator for shaders: `philox(key, counter)` with counter = (column / 4, row, step, 0). */
export const PHILOX_WGSL = /* wgsl */ `
fn multiply_high(a: u32, b: u32) -> u32 {
  let al = a & 0xffffu; let ah = a >> 16u; let bl = b & 0xffffu; let bh = b >> 16u;
  let middle = ah * bl + ((al * bl) >> 16u);
  let middle2 = al * bh + (middle & 0xffffu);
  return ah * bh + (middle >> 16u) + (middle2 >> 16u);
}
fn philox(key: vec2<u32>, counter: vec4<u32>) -> vec4<u32> {
  var x = counter;
  var k = key;
  for (var round = 0u; round < ${ROUNDS}u; round++) {
    let high0 = multiply_high(${MULTIPLIER_0}u, x.x); let low0 = ${MULTIPLIER_0}u * x.x;
    let high1 = multiply_high(${MULTIPLIER_1}u, x.z); let low1 = ${MULTIPLIER_1}u * x.z;
    x = vec4<u32>(high1 ^ x.y ^ k.x, low1, high0 ^ x.w ^ k.y, low0);
    k = k + vec2<u32>(${WEYL_0}u, ${WEYL_1}u);
  }
  return x;
}
`;

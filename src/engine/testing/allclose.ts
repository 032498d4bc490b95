/** How far two numbers may lie apart: |actual − expected| ≤ atol + rtol·|expected|. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/** Numbers in row-major order under a shape, as a tensor or a golden file carries them. */
export interface Shaped {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

type Numbers = ArrayLike<number> | Shaped;

function isShaped(value: Numbers): value is Shaped {
  return 'shape' in value;
}

function toShaped(value: Numbers, side: string): Shaped {
  if (!isShaped(value)) return { shape: [value.length], data: value };
  const size = value.shape.reduce((product, dim) => product * dim, 1);
  if (size !== value.data.length) {
    throw new Error(`${side}: shape [${value.shape.join(', ')}] does not hold ${value.data.length} numbers`);
  }
  return value;
}

/** [row, column, …] of a flat index. */
function position(flat: number, shape: readonly number[]): number[] {
  const indices: number[] = [];
  let rest = flat;
  for (const dim of [...shape].reverse()) {
    indices.unshift(rest % dim);
    rest = Math.floor(rest / dim);
  }
  return indices;
}

/**
 * Throws unless both sides have one shape and every number is within the tolerance; the message names the worst
 * place with both values. NaN is never equal to anything, an infinity only to itself.
 */
export function expectAllClose(
  actual: Numbers,
  expected: Numbers,
  tolerance: Tolerance,
  name = 'values',
): void {
  const a = toShaped(actual, `${name}, actual`);
  const b = toShaped(expected, `${name}, expected`);
  if (a.shape.length !== b.shape.length || a.shape.some((dim, i) => dim !== b.shape[i])) {
    throw new Error(`${name}: shape [${a.shape.join(', ')}] instead of [${b.shape.join(', ')}]`);
  }
  let worst = { index: -1, excess: 0 };
  let failures = 0;
  for (let i = 0; i < a.data.length; i++) {
    const x: unknown = a.data[i];
    const y: unknown = b.data[i];
    if (typeof x !== 'number' || typeof y !== 'number') {
      throw new Error(
        `${name}: not a number at [${position(i, a.shape).join(', ')}]: ${String(x)}, ${String(y)}`,
      );
    }
    if (x === y) continue;
    const excess = Math.abs(x - y) - (tolerance.atol + tolerance.rtol * Math.abs(y));
    // Written so that NaN fails: every comparison with it is false.
    if (excess <= 0) continue;
    failures++;
    const weight = Number.isNaN(excess) ? Number.POSITIVE_INFINITY : excess;
    if (worst.index < 0 || weight > worst.excess) worst = { index: i, excess: weight };
  }
  if (failures === 0) return;
  const x = a.data[worst.index] ?? Number.NaN;
  const y = b.data[worst.index] ?? Number.NaN;
  throw new Error(
    `${name}: ${failures} of ${a.data.length} differ, worst at [${position(worst.index, a.shape).join(', ')}]: ` +
      `${x} instead of ${y} (|Δ| ${Math.abs(x - y)}, atol ${tolerance.atol}, rtol ${tolerance.rtol})`,
  );
}

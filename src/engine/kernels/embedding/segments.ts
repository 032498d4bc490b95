/** Rows grouped by where they are added: segment i adds `rows[starts[i]…starts[i+1])` to row `targets[i]`. */
export interface Segments {
  readonly targets: Int32Array;
  readonly starts: Int32Array;
  readonly rows: Int32Array;
}

/**
 * Groups row numbers by their target, ascending, in the order of the rows; rows of `skipped` are left out. Done for each
 * batch while a device waits: numbers are sorted in place of lists of them.
 */
export function segmentsOf(targets: Int32Array, skipped: number | null): Segments {
  const count = targets.length;
  // Target and row in one number, exact below 2^53.
  const places = new Float64Array(count);
  let kept = 0;
  for (let row = 0; row < count; row++) {
    const target = targets[row] as number;
    if (target !== skipped) places[kept++] = target * count + row;
  }
  const sorted = places.subarray(0, kept).sort();
  const found = new Int32Array(kept);
  const starts = new Int32Array(kept + 1);
  const rows = new Int32Array(kept);
  let segments = 0;
  for (let i = 0; i < kept; i++) {
    const place = sorted[i] as number;
    const target = Math.floor(place / count);
    rows[i] = place - target * count;
    if (segments === 0 || found[segments - 1] !== target) {
      found[segments] = target;
      starts[segments++] = i;
    }
  }
  starts[segments] = kept;
  return { targets: found.subarray(0, segments), starts: starts.subarray(0, segments + 1), rows };
}

/** Rows grouped by where they are added: segment i adds `rows[starts[i]…starts[i+1])` to row `targets[i]`. */
export interface Segments {
  readonly targets: Int32Array;
  readonly starts: Int32Array;
  readonly rows: Int32Array;
}

/** Groups row numbers by their target, in the order of the rows; rows of `skipped` are left out. */
export function segmentsOf(targets: Int32Array, skipped: number | null): Segments {
  const byTarget = new Map<number, number[]>();
  for (const [row, target] of targets.entries()) {
    if (target === skipped) continue;
    const rows = byTarget.get(target);
    if (rows === undefined) byTarget.set(target, [row]);
    else rows.push(row);
  }
  const sorted = [...byTarget].sort(([a], [b]) => a - b);
  const starts = new Int32Array(sorted.length + 1);
  for (const [i, [, rows]] of sorted.entries()) starts[i + 1] = (starts[i] as number) + rows.length;
  return {
    targets: Int32Array.from(sorted, ([target]) => target),
    starts,
    rows: Int32Array.from(sorted.flatMap(([, rows]) => rows)),
  };
}

/** Counts by true class, then by predicted class. Plain JSON; batches are added with `update`, workers' parts with `merge`. */
export type Confusion = readonly (readonly number[])[];

export function initConfusion(labelCount: number): Confusion {
  return Array.from({ length: labelCount }, () => new Array<number>(labelCount).fill(0));
}

/** Adds pairs of class ids; both lists have one length. Throws a `RangeError` for an id that is no class. */
export function updateConfusion(
  confusion: Confusion,
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
): Confusion {
  if (truth.length !== predicted.length) {
    throw new RangeError(`${truth.length} labels, but ${predicted.length} predictions`);
  }
  const counts = confusion.map((row) => [...row]);
  for (let i = 0; i < truth.length; i++) {
    const row = counts[truth[i] ?? -1];
    const column = predicted[i] ?? -1;
    const count = row?.[column];
    if (row === undefined || count === undefined) {
      throw new RangeError(`no such class: ${truth[i]} predicted as ${predicted[i]}`);
    }
    row[column] = count + 1;
  }
  return counts;
}

export function mergeConfusions(a: Confusion, b: Confusion): Confusion {
  if (a.length !== b.length) throw new RangeError(`${a.length} and ${b.length} classes do not merge`);
  return a.map((row, i) => row.map((count, j) => count + (b[i]?.[j] ?? 0)));
}

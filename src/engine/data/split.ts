import { randperm } from '../../core/rng';

export interface SplitShares {
  readonly seed: number;
  /** Shares of all examples, 0 to cut none. */
  readonly validationShare: number;
  readonly testShare: number;
}

/** Where an example goes, as an index into `SPLIT_NAMES`. */
export const TRAIN = 0;
export const VALIDATION = 1;
export const TEST = 2;

/**
 * Deals examples into splits so that every class has its share in each, in the spirit of scikit-learn's
 * StratifiedShuffleSplit: held-back examples are counted with ceil, classes get whole numbers by largest
 * remainder, and which ones go where is drawn with the seed. A class never loses its last example for training.
 * `classes[i]` is the class of example i, from 0.
 */
export function stratifiedSplit(classes: ArrayLike<number>, shares: SplitShares): Uint8Array {
  const n = classes.length;
  const counts: number[] = [];
  for (let i = 0; i < n; i++) {
    const label = classes[i] ?? 0;
    while (counts.length <= label) counts.push(0);
    counts[label] = (counts[label] ?? 0) + 1;
  }
  const free = counts.map((count) => Math.max(0, count - 1));
  const test = allocate(counts, free, Math.ceil(shares.testShare * n));
  const left = free.map((count, label) => count - (test[label] ?? 0));
  const validation = allocate(counts, left, Math.ceil(shares.validationShare * n));

  const splits = new Uint8Array(n);
  for (const i of randperm(n, shares.seed)) {
    const label = classes[i] ?? 0;
    if (take(test, label)) splits[i] = TEST;
    else if (take(validation, label)) splits[i] = VALIDATION;
  }
  return splits;
}

function take(quota: number[], label: number): boolean {
  const left = quota[label] ?? 0;
  if (left > 0) quota[label] = left - 1;
  return left > 0;
}

/** `total` places dealt to classes in proportion to `counts`, by largest remainder, never more than `limits`. */
function allocate(counts: readonly number[], limits: readonly number[], total: number): number[] {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (n === 0 ? 0 : (total * count) / n));
  const places = exact.map((share, label) => Math.min(Math.floor(share), limits[label] ?? 0));
  let missing = Math.min(total, sum(limits)) - sum(places);
  const order = [...exact.keys()].sort((a, b) => ((exact[b] ?? 0) % 1) - ((exact[a] ?? 0) % 1) || a - b);
  while (missing > 0) {
    const before = missing;
    for (const label of order) {
      if (missing > 0 && (places[label] ?? 0) < (limits[label] ?? 0)) {
        places[label] = (places[label] ?? 0) + 1;
        missing--;
      }
    }
    if (missing === before) break;
  }
  return places;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

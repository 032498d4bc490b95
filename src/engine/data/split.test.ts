import { describe, expect, it } from 'vitest';
import { stratifiedSplit, TEST, TRAIN, VALIDATION } from './split';

const repeat = (counts: readonly number[]): number[] =>
  counts.flatMap((count, label) => new Array<number>(count).fill(label));

/** table[split][class] */
function tabulate(classes: readonly number[], splits: Uint8Array): number[][] {
  const table = [TRAIN, VALIDATION, TEST].map(() => new Array<number>(Math.max(...classes) + 1).fill(0));
  for (const [i, label] of classes.entries()) {
    const row = table[splits[i] ?? TRAIN];
    if (row) row[label] = (row[label] ?? 0) + 1;
  }
  return table;
}

describe('stratifiedSplit', () => {
  it('keeps the classes’ proportions, as train_test_split(stratify=y) does', () => {
    const classes = repeat([700, 200, 100]);
    const splits = stratifiedSplit(classes, { seed: 42, validationShare: 0.1, testShare: 0.2 });
    expect(tabulate(classes, splits)).toEqual([
      [490, 140, 70],
      [70, 20, 10],
      [140, 40, 20],
    ]);
  });

  it('rounds the held-back number up and deals remainders to the largest', () => {
    // 0.1 of 25 is 3 (ceil); 3 · 13/25 = 1.56, 3 · 12/25 = 1.44: the first class gets the third.
    const classes = repeat([13, 12]);
    const table = tabulate(
      classes,
      stratifiedSplit(classes, { seed: 1, validationShare: 0.1, testShare: 0 }),
    );
    expect(table[VALIDATION]).toEqual([2, 1]);
  });

  it('leaves every class an example to learn from', () => {
    const classes = repeat([1, 1, 2, 100]);
    const [train] = tabulate(
      classes,
      stratifiedSplit(classes, { seed: 3, validationShare: 0.5, testShare: 0.4 }),
    );
    expect(Math.min(...(train ?? []))).toBe(1);
  });

  it('is the same for a seed, another for another', () => {
    const classes = repeat([50, 50]);
    const cut = (seed: number) => [...stratifiedSplit(classes, { seed, validationShare: 0.2, testShare: 0 })];
    expect(cut(1)).toEqual(cut(1));
    expect(cut(1)).not.toEqual(cut(2));
  });

  it('cuts nothing without shares, and bears an empty set', () => {
    expect([...stratifiedSplit([0, 1, 0], { seed: 1, validationShare: 0, testShare: 0 })]).toEqual([0, 0, 0]);
    expect(stratifiedSplit([], { seed: 1, validationShare: 0.5, testShare: 0.1 })).toHaveLength(0);
  });
});

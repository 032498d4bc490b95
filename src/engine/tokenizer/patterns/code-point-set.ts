const LAST = 0x10ffff;

/** A set of code points as ascending, disjoint ranges, both ends included. */
export class CodePointSet {
  readonly ranges: readonly (readonly [number, number])[];

  constructor(ranges: readonly (readonly [number, number])[]) {
    const sorted = ranges.toSorted((a, b) => a[0] - b[0]);
    const merged: [number, number][] = [];
    for (const [first, last] of sorted) {
      const open = merged.at(-1);
      if (open && first <= open[1] + 1) open[1] = Math.max(open[1], last);
      else merged.push([first, last]);
    }
    this.ranges = merged;
  }

  static union(sets: readonly CodePointSet[]): CodePointSet {
    return new CodePointSet(sets.flatMap(({ ranges }) => ranges));
  }

  complement(): CodePointSet {
    const ranges: [number, number][] = [];
    let next = 0;
    for (const [first, last] of this.ranges) {
      if (first > next) ranges.push([next, first - 1]);
      next = last + 1;
    }
    if (next <= LAST) ranges.push([next, LAST]);
    return new CodePointSet(ranges);
  }

  /** As a class of a JavaScript regular expression with the flag u. */
  toClass(): string {
    const hex = (point: number): string => `\\u{${point.toString(16)}}`;
    return `[${this.ranges.map(([first, last]) => hex(first) + (last > first ? `-${hex(last)}` : '')).join('')}]`;
  }
}

import type { PreparedSplit } from '../../../src/core/contract/dataset';

/** Batches rarer than this are not worth a trial. */
const RARE = 0.02;

/**
 * Rows (texts × padded tokens) that training batches will have, one for each power of two that they are rounded up to
 * and the most frequent of those; what takes most of the time first. Of `size` texts drawn at random, the longest one
 * has at most n tokens with the probability P(n)^size.
 * @param multiple what padded lengths are rounded up to, but not beyond `maxLength`
 */
export function batchRows(
  split: PreparedSplit,
  size: number,
  multiple: number,
  maxLength: number,
): readonly number[] {
  const chances = new Map<number, number>();
  let texts = 0;
  let before = 0;
  for (const [length, count] of split.lengthCounts.entries()) {
    texts += count;
    const upToHere = (texts / split.examples) ** size;
    const padded = Math.max(
      length,
      Math.min(Math.ceil(Math.max(1, length) / multiple) * multiple, maxLength),
    );
    const rows = size * padded;
    chances.set(rows, (chances.get(rows) ?? 0) + upToHere - before);
    before = upToHere;
  }
  const classes = new Map<
    number,
    { readonly rows: number; readonly chance: number; readonly work: number }
  >();
  for (const [rows, chance] of chances) {
    const key = Math.ceil(Math.log2(rows));
    const known = classes.get(key) ?? { rows, chance: 0, work: 0 };
    const isMoreFrequent = chance >= (chances.get(known.rows) ?? 0);
    classes.set(key, {
      rows: isMoreFrequent ? rows : known.rows,
      chance: known.chance + chance,
      work: known.work + chance * rows,
    });
  }
  return [...classes.values()]
    .filter(({ chance }) => chance >= RARE)
    .sort((a, b) => b.work - a.work)
    .map(({ rows }) => rows);
}

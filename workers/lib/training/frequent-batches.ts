import type { PreparedSplit } from '../../../src/core/contract/dataset';
import type { BatchShape } from '../../../src/engine/runtime/kernel-choices';

/** Batches rarer than this are not worth a trial. */
const RARE = 0.02;

/**
 * Batches that training will have, one for each power of two that lengths and rows (texts × padded tokens) are rounded
 * up to, and the most frequent of those; what takes most of the time first. Of `batchSize` texts drawn at random, the
 * longest one has at most n tokens with the probability P(n)^batchSize.
 * @param multiple what padded lengths are rounded up to, but not beyond `maxLength`
 */
export function frequentBatches(
  split: PreparedSplit,
  batchSize: number,
  multiple: number,
  maxLength: number,
): readonly BatchShape[] {
  const chances = new Map<number, number>();
  let texts = 0;
  let before = 0;
  for (const [length, count] of split.lengthCounts.entries()) {
    texts += count;
    const upToHere = (texts / split.examples) ** batchSize;
    const padded = Math.max(
      length,
      Math.min(Math.ceil(Math.max(1, length) / multiple) * multiple, maxLength),
    );
    chances.set(padded, (chances.get(padded) ?? 0) + upToHere - before);
    before = upToHere;
  }
  const classes = new Map<
    string,
    { readonly sequenceLength: number; readonly chance: number; readonly work: number }
  >();
  for (const [length, chance] of chances) {
    const key = `${Math.ceil(Math.log2(length))} ${Math.ceil(Math.log2(batchSize * length))}`;
    const known = classes.get(key) ?? { sequenceLength: length, chance: 0, work: 0 };
    const isMoreFrequent = chance >= (chances.get(known.sequenceLength) ?? 0);
    classes.set(key, {
      sequenceLength: isMoreFrequent ? length : known.sequenceLength,
      chance: known.chance + chance,
      work: known.work + chance * length,
    });
  }
  return [...classes.values()]
    .filter(({ chance }) => chance >= RARE)
    .sort((a, b) => b.work - a.work)
    .map(({ sequenceLength }) => ({ batchSize, sequenceLength }));
}

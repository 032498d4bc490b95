import { expect, test } from 'vitest';
import type { PreparedSplit } from '../../../src/core/contract/dataset';
import { frequentBatches } from './frequent-batches';

const split = (counts: Readonly<Record<number, number>>): PreparedSplit => {
  const longest = Math.max(...Object.keys(counts).map(Number));
  const lengthCounts = Array.from({ length: longest + 1 }, (_, length) => counts[length] ?? 0);
  const examples = lengthCounts.reduce((a, b) => a + b, 0);
  return { path: '', examples, tokens: 0, truncated: 0, lengthCounts, cut: [] };
};

const lengthsOf = (...args: Parameters<typeof frequentBatches>) =>
  frequentBatches(...args).map(({ sequenceLength }) => sequenceLength);

test('texts of one length make batches of one size', () => {
  expect(frequentBatches(split({ 13: 50 }), 4, 8, 128)).toEqual([{ batchSize: 4, sequenceLength: 16 }]);
});

test('nothing is padded beyond what the model reads', () => {
  expect(lengthsOf(split({ 13: 50 }), 4, 8, 14)).toEqual([14]);
});

test('the most frequent length of each power of two, most work first, rare ones left out', () => {
  // Single texts: 40 of 100 have 8 tokens, 20 have 24, 39 have 32 and one has 64.
  const lengths = split({ 8: 40, 20: 20, 30: 39, 60: 1 });
  expect(lengthsOf(lengths, 1, 8, 128)).toEqual([32, 8]);
});

test('lengths of one power of two are two batches where their rows are not', () => {
  // 6 × 40 = 240 rows are within 256, 6 × 56 = 336 are not; both lengths are within 64.
  expect(lengthsOf(split({ 40: 90, 56: 10 }), 6, 8, 128)).toEqual([56, 40]);
});

test('the longest of many texts decides', () => {
  // One text in ten is long, so a batch of 32 has none with a probability of 0.9³² = 3 %, one of 64 hardly ever.
  const lengths = split({ 8: 90, 64: 10 });
  expect(lengthsOf(lengths, 32, 8, 128)).toEqual([64, 8]);
  expect(lengthsOf(lengths, 64, 8, 128)).toEqual([64]);
});

import { expect, test } from 'vitest';
import { type Batch, IGNORED_LABEL } from '../data/collate';
import { EvalLossMeter } from './eval-loss-meter';

/** The part of a batch that a loss depends on. */
function batch(labels: readonly number[], batchSize: number): Batch {
  const none = new Int32Array();
  return {
    batchSize,
    sequenceLength: 1,
    inputIds: none,
    tokenTypeIds: none,
    attentionMask: none,
    rows: [],
    labels: Int32Array.from(labels),
    tokens: 0,
  };
}

function lossOf(
  ...parts: readonly (readonly [labels: readonly number[], rows: number, logits: readonly number[]])[]
) {
  const meter = new EvalLossMeter();
  for (const [labels, rows, logits] of parts) meter.add(batch(labels, rows), Float32Array.from(logits), 2);
  return meter.value;
}

test('equal scores cost the logarithm of the number of classes, however large they are', () => {
  expect(lossOf([[0, 1], 2, [5, 5, 3e38, 3e38]])).toBeCloseTo(Math.log(2), 12);
});

test('a class that is far below costs its distance', () => {
  expect(lossOf([[1], 1, [1000, 0]])).toBe(1000);
});

test('a batch counts by its rows, not by its labelled positions', () => {
  // 2 rows at a loss of 1000, whose ignored positions count for nothing, and 1 row at 0.
  const far: readonly number[] = [1000, 0, 0, 1000, 1000, 0];
  expect(lossOf([[1, IGNORED_LABEL, 1], 2, far], [[0], 1, [1000, 0]])).toBeCloseTo(2000 / 3, 9);
});

test('a batch without any label, not a number in PyTorch, counts for nothing; without others there is no loss', () => {
  const unlabelled = [[IGNORED_LABEL], 1, [0, 0]] as const;
  expect(lossOf(unlabelled, [[0], 3, [1000, 0]], [[1], 1, [1000, 0]], unlabelled)).toBe(250);
  expect(lossOf(unlabelled)).toBeNull();
});

test('a loss that is not a number stays one', () => {
  expect(lossOf([[0], 1, [Number.NaN, 0]], [[0], 1, [0, 0]])).toBeNaN();
});

import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { ExampleSet } from '../data/example-set';
import { parseBertConfig } from '../models/bert/config';
import { createModel } from '../models/create';
import { startCpu } from '../testing/cpu-device';
import { evaluateModel } from './evaluate-model';

const EXAMPLES = 7;

/** Texts of three tokens with a label each. */
const examples: ExampleSet = {
  length: EXAMPLES,
  inputIds: Int32Array.from({ length: 3 * EXAMPLES }, (_, i) => i % 5),
  typeIds: new Uint8Array(3 * EXAMPLES),
  starts: Uint32Array.from({ length: EXAMPLES + 1 }, (_, i) => 3 * i),
  labels: Int32Array.from({ length: EXAMPLES }, (_, i) => i % 2),
  labelStarts: Uint32Array.from({ length: EXAMPLES + 1 }, (_, i) => i),
  wordIds: new Int32Array(),
  files: new Uint32Array(EXAMPLES),
  rows: new Uint32Array(EXAMPLES),
};

async function evaluate(between: (done: number) => Promise<void>) {
  const device = await startCpu();
  const loaded = createModel(device, {
    architecture: 'bert',
    config: parseBertConfig({
      vocab_size: 5,
      hidden_size: 4,
      num_hidden_layers: 1,
      num_attention_heads: 2,
      intermediate_size: 4,
      max_position_embeddings: 8,
    }),
    task: 'text-classification',
    labelCount: 2,
    trainableLayers: 'none',
  });
  const before = tf.memory().numTensors;
  const evaluation = evaluateModel({
    device,
    loaded,
    examples,
    labels: 'sequence',
    padTokenId: 0,
    maxLength: 8,
    batchSize: 1,
    touch: () => undefined,
    between,
  });
  await evaluation.catch(() => undefined);
  const left = tf.memory().numTensors - before;
  loaded.store.dispose();
  return { evaluation, left };
}

test('weights of zero are right half of the time, by chance', async () => {
  const seen: number[] = [];
  const { evaluation, left } = await evaluate(async (done) => void seen.push(done));
  const { positions, loss } = await evaluation;
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(Array.from(positions.truth)).toEqual([0, 1, 0, 1, 0, 1, 0]);
  expect(Array.from(positions.predicted)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(loss).toBeCloseTo(Math.log(2), 12);
  expect(left).toBe(0);
});

test.each([1, 3, 4, 6])(
  'one that is broken off after %i batches leaves nothing on the device',
  async (batches) => {
    const { evaluation, left } = await evaluate(async (done) => {
      if (done === batches) throw new RangeError('halt');
    });
    await expect(evaluation).rejects.toThrow('halt');
    expect(left).toBe(0);
  },
);

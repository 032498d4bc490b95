import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { MersenneTwister } from '../../../core/rng';
import type { Batch } from '../../data/collate';
import { startWebGpu } from '../../runtime/webgpu-device';
import { trainStep } from '../../train/step';
import { createModel } from '../create';
import { parseBertConfig } from './config';

const BATCH_SIZE = 2;
const SEQUENCE_LENGTH = 8;
const VOCABULARY = 12;

/** Random tokens, of which some come twice; the last ones of a text may be padding. */
function batchOf(seed: number): Batch {
  const generator = new MersenneTwister(seed);
  const size = BATCH_SIZE * SEQUENCE_LENGTH;
  const real = 1 + Math.floor(generator.uniform() * SEQUENCE_LENGTH);
  const attentionMask = Int32Array.from({ length: size }, (_, i) => (i % SEQUENCE_LENGTH < real ? 1 : 0));
  return {
    batchSize: BATCH_SIZE,
    sequenceLength: SEQUENCE_LENGTH,
    inputIds: attentionMask.map((mask) => mask * (1 + Math.floor(generator.uniform() * (VOCABULARY - 1)))),
    attentionMask,
    tokenTypeIds: new Int32Array(size),
    labels: Int32Array.of(0, 1),
    tokens: real * BATCH_SIZE,
    rows: [0, 1],
  };
}

test('what a batch of a known shape holds asks for no more device memory', async () => {
  const device = await startWebGpu();
  const loaded = createModel(device, {
    architecture: 'bert',
    config: parseBertConfig({
      vocab_size: VOCABULARY,
      hidden_size: 16,
      num_hidden_layers: 1,
      num_attention_heads: 2,
      intermediate_size: 32,
    }),
    task: 'text-classification',
    labelCount: 2,
    trainableLayers: null,
  });
  const allocated: unknown[] = [];
  for (let t = 1; t <= 8; t++) {
    const out = await trainStep(loaded, {
      batches: [batchOf(t)],
      update: {
        learningRate: 1e-3,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weightDecay: 0,
        maxGradNorm: 1,
        t,
      },
      seed: 1,
      firstMicroBatch: t - 1,
      touch: () => undefined,
    });
    await device.finish([out.loss, out.gradNorm]);
    const memory = tf.memory();
    allocated.push('numBytesAllocatedInGPU' in memory ? memory.numBytesAllocatedInGPU : null);
  }
  loaded.store.dispose();
  device.dispose();
  expect(allocated[0]).toBeGreaterThan(0);
  expect(allocated).toEqual(allocated.map(() => allocated[0]));
});

import { expect, test, vi } from 'vitest';
import { parseBertConfig } from './config';
import type { Batch } from '../../data/collate';
import type { Device } from '../../runtime/device';
import { startWebGpu } from '../../runtime/webgpu-device';
import { trainStep } from '../../train/step';
import { createModel } from '../create';

const BATCH_SIZE = 2;
const SEQUENCE_LENGTH = 8;

const batch: Batch = {
  batchSize: BATCH_SIZE,
  sequenceLength: SEQUENCE_LENGTH,
  inputIds: Int32Array.from({ length: BATCH_SIZE * SEQUENCE_LENGTH }, (_, i) => 1 + (i % 11)),
  attentionMask: new Int32Array(BATCH_SIZE * SEQUENCE_LENGTH).fill(1),
  tokenTypeIds: new Int32Array(BATCH_SIZE * SEQUENCE_LENGTH),
  labels: Int32Array.of(0, 1),
  tokens: BATCH_SIZE * SEQUENCE_LENGTH,
  rows: [0, 1],
};

const update = {
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  maxGradNorm: 1,
  t: 1,
};

/** Dispatches of one update with dropout, whoever encodes them: seen at WebGPU itself. */
async function dispatchesOf(device: Device, layers: number, microBatches: number) {
  const config = parseBertConfig({
    vocab_size: 12,
    hidden_size: 16,
    num_hidden_layers: layers,
    num_attention_heads: 2,
    intermediate_size: 32,
  });
  const loaded = createModel(device, {
    architecture: 'bert',
    config,
    task: 'text-classification',
    labelCount: 2,
    trainableLayers: null,
  });
  await device.settled();
  const dispatch = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
  try {
    const batches = Array.from({ length: microBatches }, () => batch);
    const out = await trainStep(loaded, {
      batches,
      update,
      seed: 1,
      firstMicroBatch: 0,
      touch: () => undefined,
    });
    const dispatches = dispatch.mock.calls.length;
    await device.settled();
    out.loss.dispose();
    out.gradNorm.dispose();
    return dispatches;
  } finally {
    dispatch.mockRestore();
    loaded.store.dispose();
  }
}

/**
 * Forward: the products of qkv, attention output, intermediate and output, attention, two norms. Backward: two products
 * for each of those four, two of attention, two norms.
 */
const DISPATCHES_A_LAYER = 19;

test('a layer costs few dispatches in a training step, those of TensorFlow.js included', async () => {
  const device = await startWebGpu();
  for (const microBatches of [1, 2]) {
    const two = await dispatchesOf(device, 2, microBatches);
    const three = await dispatchesOf(device, 3, microBatches);
    expect(three - two).toBeLessThanOrEqual(DISPATCHES_A_LAYER * microBatches);
  }
  device.dispose();
});

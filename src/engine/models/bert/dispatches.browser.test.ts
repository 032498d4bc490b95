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

/** What one update with dropout hands to the GPU, whoever encodes it: seen at WebGPU itself. */
async function encodedBy(device: Device, layers: number, microBatches: number) {
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
  const submit = vi.spyOn(GPUQueue.prototype, 'submit');
  try {
    const batches = Array.from({ length: microBatches }, () => batch);
    const out = await trainStep(loaded, {
      batches,
      update,
      seed: 1,
      firstMicroBatch: 0,
      touch: () => undefined,
    });
    const counted = { dispatches: dispatch.mock.calls.length, submissions: submit.mock.calls.length };
    await device.settled();
    out.loss.dispose();
    out.gradNorm.dispose();
    return counted;
  } finally {
    dispatch.mockRestore();
    submit.mockRestore();
    loaded.store.dispose();
  }
}

/** Products alone are three for each of four (queries, keys and values in one) in both directions. */
const DISPATCHES_A_LAYER = 19;

test('a layer costs few dispatches in a training step, and none for the update', async () => {
  const device = await startWebGpu();
  const [two, three, twice] = [
    await encodedBy(device, 2, 1),
    await encodedBy(device, 3, 1),
    await encodedBy(device, 2, 2),
  ];
  expect(three.dispatches - two.dispatches).toBeLessThanOrEqual(DISPATCHES_A_LAYER);
  device.dispose();
});

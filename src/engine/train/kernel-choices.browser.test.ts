import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Batch } from '../data/collate';
import { parseBertConfig } from '../models/bert/config';
import { createModel } from '../models/create';
import type { Device } from '../runtime/device';
import type { KernelChoices, Tuner } from '../runtime/kernel-choices';
import { startWebGpu } from '../runtime/webgpu-device';
import { trainStep } from './step';

/** Both depths, of the rows and of the intermediate layer, are more than a chunk, so that products may be split. */
const BATCH_SIZE = 8;
const SEQUENCE_LENGTH = 50;
const ROWS = BATCH_SIZE * SEQUENCE_LENGTH;
const HIDDEN_SIZE = 32;
const INTERMEDIATE_SIZE = 400;
const STEPS = 2;

/** Forms with workgroup memory take a software adapter seconds to compile for each product: one is enough here. */
const REGISTER_FORMS = ['scalar', 'vector', 'vector-split', 'quad'] as const;

const LONG_SUMS = [
  `add-norm/forward/${HIDDEN_SIZE}/512`,
  `add-norm/backward/${HIDDEN_SIZE}/512`,
  'cross-entropy/2/8',
  `embedding/30x${HIDDEN_SIZE}/512`,
  `embedding/${SEQUENCE_LENGTH}x${HIDDEN_SIZE}/512`,
  `embedding/2x${HIDDEN_SIZE}/512`,
];

const HEADS = 2;
/** Heads, their size, and the lengths of texts and batch, rounded up. */
const PASSES = ['forward', 'query-gradient', 'key-gradient'].map(
  (direction) => `attention/${direction}/${HEADS}x${HIDDEN_SIZE / HEADS}/64/512`,
);

const batch: Batch = {
  batchSize: BATCH_SIZE,
  sequenceLength: SEQUENCE_LENGTH,
  inputIds: Int32Array.from({ length: ROWS }, (_, i) => 1 + ((7 * i) % 29)),
  attentionMask: Int32Array.from({ length: ROWS }, (_, i) => (i % SEQUENCE_LENGTH < 43 ? 1 : 0)),
  tokenTypeIds: new Int32Array(ROWS),
  labels: Int32Array.from({ length: BATCH_SIZE }, (_, i) => i % 2),
  tokens: ROWS,
  rows: [],
};

const update = {
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  maxGradNorm: 1,
};

let device: Device;
let tuner: Tuner;

beforeAll(async () => {
  device = await startWebGpu();
  if (device.tuner === null) throw new TypeError('nothing to choose');
  tuner = device.tuner;
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => device.dispose());

/** All weights after some steps with dropout, and the forms that were in effect. */
async function train(choose: (tuner: Tuner, trial: () => Promise<unknown>) => unknown) {
  const config = parseBertConfig({
    vocab_size: 30,
    hidden_size: HIDDEN_SIZE,
    num_hidden_layers: 1,
    num_attention_heads: HEADS,
    intermediate_size: INTERMEDIATE_SIZE,
    max_position_embeddings: SEQUENCE_LENGTH,
  });
  const loaded = createModel(device, {
    architecture: 'bert',
    config,
    task: 'text-classification',
    labelCount: 2,
    trainableLayers: null,
  });
  const { store } = loaded;
  for (const { index, size, ...parameter } of store.parameters) {
    const values = Float32Array.from({ length: size }, (_, i) => 0.2 * Math.sin(12.9898 * (i + 1) + index));
    store.load({ index, size, ...parameter }, values);
  }
  tuner.use({});
  await choose(tuner, () => tuner.trial(loaded, [batch], Number.POSITIVE_INFINITY));
  for (let t = 1; t <= STEPS; t++) {
    const step = {
      batches: [batch],
      update: { ...update, t },
      seed: 7,
      firstMicroBatch: t - 1,
      touch: () => undefined,
    };
    const { loss, gradNorm } = await trainStep(loaded, step);
    const [value = Number.NaN] = await device.finish([loss, gradNorm]);
    expect(value).toBeGreaterThan(0);
  }
  const weights: Record<string, Uint8Array> = {};
  for (const parameter of store.parameters) {
    weights[parameter.name] = new Uint8Array((await store.read(parameter)).buffer);
  }
  store.dispose();
  return { weights, forms: tuner.forms };
}

test('whatever forms a trial chooses, training gives the same weights, bit for bit', async () => {
  // From the start: where a form is the default, its shaders are compiled before it is forced.
  const pipelines = vi.spyOn(GPUDevice.prototype, 'createComputePipeline');
  const untried = await train(() => undefined);
  const tried = await train((_, trial) => trial());
  expect(untried.forms).toEqual({});
  expect(Object.keys(tried.forms)).toEqual(
    expect.arrayContaining(
      ['nt', 'nn', 'tn'].map((layout) => `matmul/${layout}/${INTERMEDIATE_SIZE}x${HIDDEN_SIZE}/512`),
    ),
  );
  expect(tried.weights).toEqual(untried.weights);
  expect(Object.keys(tried.forms)).toEqual(expect.arrayContaining(PASSES));
  const keys = Object.keys(tried.forms);
  // By turns, so that each product meets another form every time.
  for (const offset of REGISTER_FORMS.keys()) {
    const forms: KernelChoices['forms'] = Object.fromEntries(
      keys.map((key, i) => [key, REGISTER_FORMS[(i + offset) % REGISTER_FORMS.length] ?? '']),
    );
    const forced = await train(({ use }) => use(forms));
    expect({ forms, weights: forced.weights }).toEqual({ forms, weights: untried.weights });
  }
  const shared: KernelChoices['forms'] = {
    [`matmul/tn/${INTERMEDIATE_SIZE}x${HIDDEN_SIZE}/512`]: 'tiled-32-split',
    ...Object.fromEntries(LONG_SUMS.map((key) => [key, 'workgroup'])),
    ...Object.fromEntries(PASSES.map((key) => [key, 'shared'])),
  };
  expect((await train(({ use }) => use(shared))).weights).toEqual(untried.weights);
  const compiled = pipelines.mock.calls
    .map(([{ label }]) => label)
    .filter((label) => label?.includes('/workgroup') || label?.includes('/shared'));
  for (const kernel of ['add-norm', 'add-norm/backward', 'cross-entropy/mean', 'embedding/segment-add']) {
    expect(compiled.some((label) => label?.startsWith(`${kernel}/workgroup`))).toBe(true);
  }
  for (const direction of ['forward', 'query-gradient', 'key-gradient']) {
    expect(compiled).toContain(`attention/${direction}/shared/${HIDDEN_SIZE / HEADS}/true`);
  }
}, 300_000);

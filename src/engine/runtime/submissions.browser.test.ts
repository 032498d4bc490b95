import { afterEach, expect, test, vi } from 'vitest';
import type { Batch } from '../data/collate';
import { parseBertConfig } from '../models/bert/config';
import { createModel } from '../models/create';
import { trainStep } from '../train/step';
import { type Submission, SubmissionClock } from './submission-clock';
import { startWebGpu } from './webgpu-device';

interface Shape {
  readonly hiddenSize: number;
  readonly layers: number;
  readonly batchSize: number;
  readonly sequenceLength: number;
}

function batchOf({ batchSize, sequenceLength }: Shape): Batch {
  const size = batchSize * sequenceLength;
  return {
    batchSize,
    sequenceLength,
    inputIds: Int32Array.from({ length: size }, (_, i) => i % 90),
    attentionMask: new Int32Array(size).fill(1),
    tokenTypeIds: new Int32Array(size),
    labels: Int32Array.from({ length: batchSize }, (_, i) => i % 2),
    tokens: size,
    rows: [],
  };
}

/**
 * From now on a device does so many operations a second, one submission after the other, and time passes with its work
 * alone: nothing is measured. Returns the submissions, with the milliseconds that each took.
 */
function pretend(operationsPerSecond: number) {
  let time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  const submitted: { readonly submission: Submission; ms: number | null }[] = [];
  const { submit, done } = SubmissionClock.prototype;
  vi.spyOn(SubmissionClock.prototype, 'submit').mockImplementation(function (this: SubmissionClock) {
    const submission = submit.call(this);
    submitted.push({ submission, ms: null });
    return submission;
  });
  vi.spyOn(SubmissionClock.prototype, 'done').mockImplementation(function (
    this: SubmissionClock,
    submission,
  ) {
    const ms = (1000 * submission.operations) / operationsPerSecond;
    time += ms;
    const entry = submitted.find((each) => each.submission === submission);
    if (entry !== undefined) entry.ms = ms;
    done.call(this, submission);
  });
  return submitted;
}

/** Trains steps; returns the submissions of each, the one that reads its losses back among them. */
async function train(shape: Shape, steps: number, submitted: ReturnType<typeof pretend>) {
  const { hiddenSize, layers } = shape;
  const device = await startWebGpu();
  const config = parseBertConfig({
    vocab_size: 100,
    hidden_size: hiddenSize,
    num_hidden_layers: layers,
    num_attention_heads: 4,
    intermediate_size: 4 * hiddenSize,
    max_position_embeddings: 128,
  });
  const loaded = createModel(device, {
    architecture: 'bert',
    config,
    task: 'text-classification',
    labelCount: 2,
    trainableLayers: null,
  });
  await device.settled();
  const batch = batchOf(shape);
  const taken: { readonly operations: number; readonly ms: number | null }[][] = [];
  for (let t = 1; t <= steps; t++) {
    const before = submitted.length;
    const { loss, gradNorm } = await trainStep(loaded, {
      batches: [batch],
      update: {
        learningRate: 0,
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
    await device.finish([loss, gradNorm]);
    const end = submitted.length;
    await device.settled();
    taken.push(submitted.slice(before, end).map(({ submission, ms }) => ({ ...submission, ms })));
  }
  loaded.store.dispose();
  device.dispose();
  return taken;
}

const operationsOf = (submissions: readonly { readonly operations: number }[]) =>
  submissions.reduce((sum, { operations }) => sum + operations, 0);

/** Floating-point operations of the products of a step, forward and backward: attention's and those with the layers' weights. */
function productsOf({ hiddenSize, layers, batchSize, sequenceLength }: Shape): number {
  const tokens = batchSize * sequenceLength;
  const weights = 12 * hiddenSize ** 2;
  // Probabilities are computed again in both passes backward.
  const attention = (2 + 3 + 4) * 2 * sequenceLength * hiddenSize;
  return layers * tokens * (3 * 2 * weights + attention);
}

afterEach(() => {
  vi.restoreAllMocks();
});

const SHORT = { hiddenSize: 32, layers: 6, batchSize: 2, sequenceLength: 8 };
const LONG = { hiddenSize: 64, layers: 4, batchSize: 8, sequenceLength: 32 };

test('all work of a step is counted: its products as they are, the rest by what it reads and writes', async () => {
  const [first = [], ...rest] = await train(LONG, 2, pretend(1e8));
  expect(operationsOf(first)).toBeGreaterThan(productsOf(LONG));
  expect(operationsOf(first)).toBeLessThan(1.5 * productsOf(LONG));
  for (const step of rest) expect(operationsOf(step)).toBe(operationsOf(first));
});

test.each([1e9, 1e12])(
  'a short step is a few submissions, its losses read back with it, at %f operations a second',
  async (operationsPerSecond) => {
    const [, ...steps] = await train(SHORT, 4, pretend(operationsPerSecond));
    for (const step of steps) {
      expect(operationsOf(step) / operationsPerSecond).toBeLessThan(1);
      expect(step.length).toBeLessThanOrEqual(4);
    }
  },
);

test.each([1e8, 1.5e8])(
  'a step of seconds is cut into submissions of at most one, from the first on, at %f operations a second',
  async (operationsPerSecond) => {
    for (const step of await train(LONG, 3, pretend(operationsPerSecond))) {
      expect(operationsOf(step) / operationsPerSecond).toBeGreaterThan(2);
      // Each was measured when the next step began.
      for (const { ms } of step) expect(ms).toBeLessThan(1000);
      expect(step.every(({ ms }) => ms !== null)).toBe(true);
    }
  },
);

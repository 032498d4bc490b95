import { afterEach, expect, test, vi } from 'vitest';
import type { Batch } from '../data/collate';
import { parseBertConfig } from '../models/bert/config';
import { createModel } from '../models/create';
import { trainStep } from '../train/step';
import { SubmissionClock } from './submission-clock';
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

const originalSubmit = GPUQueue.prototype.submit;

/** Notes when each submission was handed over and done, whoever makes it. */
function watchSubmissions() {
  const seen: { at: number; doneAt: number }[] = [];
  vi.spyOn(GPUQueue.prototype, 'submit').mockImplementation(function (this: GPUQueue, buffers) {
    const submission = { at: performance.now(), doneAt: Number.NaN };
    seen.push(submission);
    originalSubmit.call(this, buffers);
    void this.onSubmittedWorkDone().then(() => {
      submission.doneAt = performance.now();
    });
  });
  return {
    seen,
    /** Milliseconds that the device worked on each: it does one after the other. */
    durations: () => seen.map(({ at, doneAt }, i) => doneAt - Math.max(at, seen[i - 1]?.doneAt ?? 0)),
  };
}

/** Trains steps; returns how many submissions each took, and how long each submission. */
async function train(shape: Shape, steps: number) {
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
  const watch = watchSubmissions();
  const batch = batchOf(shape);
  const measured: {
    readonly submissions: number;
    readonly ms: number;
    readonly durations: readonly number[];
  }[] = [];
  for (let t = 1; t <= steps; t++) {
    const before = watch.seen.length;
    const begin = performance.now();
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
    await device.settled();
    measured.push({
      submissions: watch.seen.length - before - 1,
      ms: performance.now() - begin,
      durations: watch.durations().slice(before),
    });
  }
  loaded.store.dispose();
  device.dispose();
  return measured;
}

afterEach(() => {
  vi.restoreAllMocks();
});

test('a short step is a few submissions, its losses read back with it', async () => {
  const shape = { hiddenSize: 32, layers: 6, batchSize: 2, sequenceLength: 8 };
  const [, ...measured] = await train(shape, 6);
  for (const { submissions, ms } of measured) {
    if (ms < 1000) expect(submissions).toBeLessThanOrEqual(4);
  }
  // Not one of them may have been so slow that it proves nothing.
  expect(measured.some(({ ms }) => ms < 1000)).toBe(true);
});

/** What a device is taken for that was never measured. */
const UNKNOWN_OPERATIONS_PER_SECOND = 1e8;

test('a long step is handed over in pieces of at most a second by prediction, and each is measured', async () => {
  // Nothing is learnt, so that no clock has a say in it.
  const done = vi.spyOn(SubmissionClock.prototype, 'done').mockReturnValue(undefined);
  const submit = vi.spyOn(SubmissionClock.prototype, 'submit');
  await train({ hiddenSize: 64, layers: 4, batchSize: 8, sequenceLength: 32 }, 1);
  const seconds = submit.mock.results.map(
    ({ type, value }) => (type === 'return' ? value.operations : Number.NaN) / UNKNOWN_OPERATIONS_PER_SECOND,
  );
  expect(seconds.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(3);
  expect(Math.max(...seconds)).toBeLessThanOrEqual(1);
  await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(submit.mock.calls.length));
});

test('a step of several seconds is cut into submissions of at most about one', async () => {
  const shape = { hiddenSize: 256, layers: 3, batchSize: 16, sequenceLength: 64 };
  // The first step compiles the programs.
  const [, ...measured] = await train(shape, 3);
  for (const { ms, durations } of measured) {
    expect(ms).toBeGreaterThan(1000);
    const sorted = durations.toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(600);
    // Other work on the machine may stretch one of them; browsers bear ten seconds.
    expect(sorted.at(-1)).toBeLessThan(5000);
  }
});

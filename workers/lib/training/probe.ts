import type { PlanRequest, Probe } from '../../../src/core/contract/api';
import type { PreparedSplit } from '../../../src/core/contract/dataset';
import type { FileStore, RecordStore } from '../../../src/core/contract/storage';
import { planSteps, resolveInterval } from '../../../src/core/recipe/steps';
import { createModel } from '../../../src/engine/models/create';
import type { Device } from '../../../src/engine/runtime/device';
import { type Batch, IGNORED_LABEL } from '../../../src/engine/data/collate';
import { evaluationContext } from '../../../src/engine/nn/context';
import { forward, type LoadedModel } from '../../../src/engine/models/loaded-model';
import { breathe } from '../../../src/engine/runtime/breathe';
import { trainStep } from '../../../src/engine/train/step';
import { frequentBatches } from './frequent-batches';
import { prepareKernels } from './kernel-memory';
import { loadStartWeights, openStoredModel, shapeOf } from './stored-model';

/** Timed steps after one that warms the pipelines up; fewer once this much time is spent. */
const ROUNDS = 5;
const BUDGET_MS = 2000;

/** Times training steps and an evaluation batch of the run's shape on the device. */
export async function probeRun(
  files: FileStore,
  records: RecordStore,
  device: Device,
  request: PlanRequest,
  hooks: { readonly touch: () => void; readonly check: () => void },
): Promise<Probe> {
  const { recipe, data } = request;
  const stored = await openStoredModel(files, records, request.modelId);
  const shape = shapeOf(stored, data.task, data.labels.length, recipe);
  const loaded = createModel(device, shape);
  try {
    await loadStartWeights(files, stored, shape, data.labels, recipe.seed, loaded.store, hooks.touch);
    const { train, validation } = data.splits;
    const batches = frequentBatches(
      train,
      recipe.perDeviceTrainBatchSize,
      device.padToMultipleOf,
      data.maxLength,
    );
    await prepareKernels(files, device, loaded, batches, null);
    hooks.check();
    const padded = paddedLength(train, recipe.perDeviceTrainBatchSize, device.padToMultipleOf);
    const size = Math.min(recipe.perDeviceTrainBatchSize, train.examples);
    const perToken = data.task === 'token-classification';
    const step = await median(device, hooks.check, () =>
      oneStep(loaded, syntheticBatch(size, padded, perToken), recipe.gradientAccumulationSteps, hooks.touch),
    );
    const evalSize = Math.min(recipe.perDeviceEvalBatchSize, validation?.examples ?? size);
    const evalBatch = syntheticBatch(evalSize, padded, perToken);
    const evalMs = await median(device, hooks.check, () =>
      forward(loaded, evalBatch, evaluationContext(loaded.kernels, hooks.touch)).dispose(),
    );
    const plan = planSteps(recipe, train.examples);
    const evaluations = {
      no: 1,
      epoch: plan.epochs,
      steps: Math.ceil(plan.totalSteps / resolveInterval(recipe.evalSteps, plan.totalSteps)),
    }[recipe.evalStrategy];
    const evalBatches = Math.ceil((validation?.examples ?? 0) / recipe.perDeviceEvalBatchSize);
    const tokensPerStep = (train.tokens / train.examples) * size * recipe.gradientAccumulationSteps;
    return {
      device: device.report,
      stepMs: step,
      evalBatchMs: evalMs,
      seconds: (plan.totalSteps * step + evaluations * evalBatches * evalMs) / 1000,
      tokensPerSecond: (1000 * tokensPerStep) / step,
    };
  } finally {
    loaded.store.dispose();
  }
}

async function oneStep(
  loaded: LoadedModel,
  batch: Batch,
  accumulation: number,
  touch: () => void,
): Promise<void> {
  const { loss, gradNorm } = await trainStep(loaded, {
    batches: Array.from({ length: accumulation }, () => batch),
    update: {
      learningRate: 0,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0,
      maxGradNorm: 1,
      t: 1,
    },
    seed: 0,
    firstMicroBatch: 0,
    touch,
  });
  loss.dispose();
  gradNorm.dispose();
}

async function median(device: Device, check: () => void, work: () => void | Promise<void>): Promise<number> {
  await work();
  await device.settled();
  const times: number[] = [];
  const begin = performance.now();
  while (times.length < ROUNDS && (times.length === 0 || performance.now() - begin < BUDGET_MS)) {
    await breathe();
    check();
    const start = performance.now();
    await work();
    await device.settled();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

/**
 * Expected padded length of a batch: of `size` texts drawn at random, the longest one's,
 * E[max] = Σ_n P(max > n), rounded up as the device pads.
 */
export function paddedLength(split: PreparedSplit, size: number, multiple: number): number {
  let expected = 0;
  let upTo = 0;
  for (const count of split.lengthCounts) {
    upTo += count;
    expected += 1 - (upTo / split.examples) ** size;
  }
  return Math.max(multiple, Math.ceil(Math.max(1, expected) / multiple) * multiple);
}

function syntheticBatch(batchSize: number, sequenceLength: number, perToken: boolean): Batch {
  const size = batchSize * sequenceLength;
  return {
    batchSize,
    sequenceLength,
    inputIds: Int32Array.from({ length: size }, (_, i) => (i % 4) + 1),
    attentionMask: new Int32Array(size).fill(1),
    tokenTypeIds: new Int32Array(size),
    labels: perToken
      ? Int32Array.from({ length: size }, (_, i) => (i % sequenceLength === 0 ? IGNORED_LABEL : 0))
      : new Int32Array(batchSize),
    tokens: size,
    rows: [],
  };
}

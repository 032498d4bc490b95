import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { MersenneTwister } from '../../../src/core/rng.ts';
import { PRETRAINED_RECIPE, type Recipe } from '../../../src/core/recipe/recipe.ts';
import { planSteps } from '../../../src/core/recipe/steps.ts';
import type { ExampleSet } from '../../../src/engine/data/example-set.ts';
import { parseBertConfig } from '../../../src/engine/models/bert/config.ts';
import { createModel, modelWeights, type ModelShape } from '../../../src/engine/models/create.ts';
import { initialWeight } from '../../../src/engine/models/init.ts';
import type { LoadedModel } from '../../../src/engine/models/loaded-model.ts';
import type { Device } from '../../../src/engine/runtime/device.ts';
import { trainingLoop } from '../../../src/engine/train/loop.ts';
import type { BenchBackend } from '../cases.ts';
import { collect } from './collect.ts';
import { EPOCHS, type MemoryRun, type MemorySample, STEPS_PER_EPOCH } from './sample.ts';

const BATCH_SIZE = 8;
const MAX_LENGTH = 64;
const VOCABULARY = 1000;
const SEED = 7;

const SHAPE: ModelShape = {
  architecture: 'bert',
  config: parseBertConfig({
    vocab_size: VOCABULARY,
    hidden_size: 64,
    num_hidden_layers: 2,
    num_attention_heads: 2,
    intermediate_size: 128,
    max_position_embeddings: MAX_LENGTH,
  }),
  task: 'text-classification',
  labelCount: 2,
  trainableLayers: null,
};

const RECIPE: Recipe = {
  ...PRETRAINED_RECIPE,
  perDeviceTrainBatchSize: BATCH_SIZE,
  numTrainEpochs: EPOCHS,
  maxLength: MAX_LENGTH,
};

/**
 * Texts of 3 to 64 random tokens, most of them short: the longest of eight is as likely to be short as long, so that
 * every epoch has batches of every length.
 */
function examples(): ExampleSet {
  const generator = new MersenneTwister(SEED);
  const below = (n: number) => Math.floor(generator.uniform() * n);
  const length = STEPS_PER_EPOCH * BATCH_SIZE;
  const texts = Array.from({ length }, () =>
    Int32Array.from(
      { length: 3 + Math.floor((MAX_LENGTH - 2) * generator.uniform() ** BATCH_SIZE) },
      () => 1 + below(VOCABULARY - 1),
    ),
  );
  const starts = new Uint32Array(length + 1);
  for (const [i, text] of texts.entries()) starts[i + 1] = (starts[i] ?? 0) + text.length;
  const inputIds = Int32Array.from(texts.flatMap((text) => [...text]));
  return {
    length,
    inputIds,
    typeIds: new Uint8Array(inputIds.length),
    starts,
    labels: Int32Array.from({ length }, (_, i) => i % 2),
    labelStarts: Uint32Array.from({ length: length + 1 }, (_, i) => i),
    wordIds: new Int32Array(),
    files: new Uint32Array(length),
    rows: Uint32Array.from({ length }, (_, i) => i + 1),
  };
}

/** The engine's own training loop on texts of unequal length, with dropout, a small model. */
export class EngineMemoryRun implements MemoryRun {
  private loaded: LoadedModel | null = null;
  private loop: ReturnType<typeof trainingLoop> | null = null;

  constructor(private readonly startDevice: (backend: BenchBackend) => Promise<Device>) {}

  async start(backend: BenchBackend): Promise<void> {
    const device = await this.startDevice(backend);
    this.loaded = createModel(device, SHAPE);
    const specs = modelWeights(SHAPE);
    for (const parameter of this.loaded.store.parameters) {
      const spec = specs[parameter.index];
      if (spec !== undefined) this.loaded.store.load(parameter, initialWeight(spec, 0.02, SEED));
    }
    const set = examples();
    this.loop = trainingLoop({
      device,
      loaded: this.loaded,
      examples: set,
      labels: 'sequence',
      padTokenId: 0,
      maxLength: MAX_LENGTH,
      recipe: RECIPE,
      plan: planSteps(RECIPE, set.length),
      firstStep: 0,
      touch: () => undefined,
    });
  }

  async epoch(): Promise<MemorySample> {
    if (this.loop === null || this.loaded === null) throw new Error('start first');
    let before: Promise<unknown> = Promise.resolve();
    for (let step = 0; step < STEPS_PER_EPOCH; step++) {
      const { value } = await this.loop.next();
      if (!value) throw new Error('the run ended early');
      await before;
      before = value.done;
    }
    await before;
    collect();
    const { numTensors, numBytes } = tf.memory();
    return {
      tensors: numTensors,
      tensorBytes: numBytes,
      arenaBytes: this.loaded.store.bytes,
      deviceBytes: deviceBytes(),
    };
  }
}

function deviceBytes(): number {
  const backend = tf.backend();
  if (backend instanceof BackendWasm) {
    return tf.tidy(() => backend.typedArrayFromHeap(tf.scalar(0)).buffer.byteLength);
  }
  const memory = tf.memory();
  if ('numBytesAllocatedInGPU' in memory) return Number(memory.numBytesAllocatedInGPU);
  return 0;
}

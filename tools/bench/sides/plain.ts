import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../../../src/engine/data/collate.ts';
import type { BertConfig } from '../../../src/engine/models/bert/config.ts';
import {
  batchOf,
  type BenchBackend,
  type BenchCase,
  configOf,
  LABEL_COUNT,
  updateOf,
  weightsOf,
} from '../cases.ts';
import { PlainAdamW } from '../plain/adamw.ts';
import { loss, type PlainBatch, type Variables } from '../plain/model.ts';
import type { Round, Side, SideDevice, SideMemory, UpdateResult } from '../side.ts';
import type { GpuCalls } from './gpu-calls.ts';
import { timeSteps } from './timed.ts';

interface Started {
  readonly config: BertConfig;
  readonly variables: Variables;
  readonly optimizer: PlainAdamW;
  readonly batch: PlainBatch;
  readonly gpu: GpuCalls | null;
}

interface StepTensors {
  readonly value: tf.Scalar;
  readonly norm: tf.Scalar;
  /** In the order of the variables. */
  readonly gradients: readonly tf.Tensor[];
}

/** The same step of TensorFlow.js' own operations, on its own back end as it comes. */
export class PlainSide implements Side {
  private started: Started | null = null;
  private updates = 0;
  private last: StepTensors | null = null;

  constructor(
    /** Makes the back end current; tells what it runs on. */
    private readonly startBackend: (backend: BenchBackend) => Promise<SideDevice>,
    private readonly calls: GpuCalls,
  ) {}

  async start(bench: BenchCase): Promise<SideDevice> {
    const about = await this.startBackend(bench.backend);
    const config = configOf(bench);
    const variables = new Map<string, tf.Variable>();
    const slots: { variable: tf.Variable; decay: boolean }[] = [];
    for (const { spec, values } of weightsOf(config)) {
      const variable = tf.tidy(() => {
        const stored = tf.tensor(values, [...spec.shape]);
        return tf.variable(isLinear(spec.name) ? tf.transpose(stored) : stored, true, spec.name);
      });
      variables.set(spec.name, variable);
      slots.push({ variable, decay: spec.decay });
    }
    this.started = {
      config,
      variables,
      optimizer: new PlainAdamW(slots),
      batch: toTensors(batchOf(bench, config.vocabSize)),
      gpu: bench.backend === 'webgpu' ? this.calls : null,
    };
    return about;
  }

  async update(): Promise<UpdateResult> {
    this.forget();
    this.last = this.step();
    await settled();
    const [value, gradNorm] = await Promise.all([this.last.value.data(), this.last.norm.data()]);
    return { loss: value[0] ?? Number.NaN, gradNorm: gradNorm[0] ?? Number.NaN };
  }

  async gradients(): Promise<ReadonlyMap<string, Float32Array>> {
    const { variables } = this.ready();
    const gradients = new Map<string, Float32Array>();
    for (const [i, name] of [...variables.keys()].entries()) {
      const gradient = this.last?.gradients[i];
      if (gradient === undefined) throw new Error('update first');
      const laidOut = isLinear(name) ? tf.transpose(gradient) : tf.clone(gradient);
      gradients.set(name, Float32Array.from(await laidOut.data()));
      laidOut.dispose();
    }
    return gradients;
  }

  time(steps: number): Promise<Round> {
    this.forget();
    return timeSteps(steps, this.ready().gpu, () => this.forgottenStep());
  }

  async submissions(): Promise<readonly number[] | null> {
    this.forget();
    return (await this.ready().gpu?.timed(() => this.forgottenStep())) ?? null;
  }

  memory(): Promise<SideMemory> {
    this.forget();
    const { numTensors, numBytes } = tf.memory();
    return Promise.resolve({ tensors: numTensors, tensorBytes: numBytes, arenaBytes: 0 });
  }

  private async forgottenStep(): Promise<void> {
    const { value, norm, gradients } = this.step();
    await settled();
    tf.dispose([value, norm, ...gradients]);
  }

  /** The caller disposes what it returns. */
  private step(): StepTensors {
    const { config, variables, optimizer, batch } = this.ready();
    return tf.tidy(() => {
      const list = [...variables.values()];
      const { value, grads } = tf.variableGrads(() => loss(variables, config, batch), list);
      const gradients = list.map((variable) => grads[variable.name] as tf.Tensor);
      const norm = optimizer.apply(gradients, updateOf(++this.updates));
      return { value, norm, gradients };
    });
  }

  private forget(): void {
    if (this.last !== null) tf.dispose([this.last.value, this.last.norm, ...this.last.gradients]);
    this.last = null;
  }

  private ready(): Started {
    if (this.started === null) throw new Error('start first');
    return this.started;
  }
}

function isLinear(name: string): boolean {
  return name.endsWith('.weight') && !/embeddings|LayerNorm/.test(name);
}

function toTensors(batch: Batch): PlainBatch {
  const { batchSize, sequenceLength } = batch;
  const bias = Float32Array.from(batch.attentionMask, (real) => (real === 1 ? 0 : -1e9));
  const labels = tf.tensor1d(batch.labels, 'int32');
  const made = {
    batchSize,
    sequenceLength,
    ids: tf.tensor2d(batch.inputIds, [batchSize, sequenceLength], 'int32'),
    typeIds: tf.tensor2d(batch.tokenTypeIds, [batchSize, sequenceLength], 'int32'),
    maskBias: tf.tensor4d(bias, [batchSize, 1, 1, sequenceLength]),
    oneHotLabels: tf.tidy(() => tf.cast(tf.oneHot(labels, LABEL_COUNT), 'float32')),
  };
  labels.dispose();
  return made;
}

/** Resolves when the device has done what was issued; WASM works while it is called. */
async function settled(): Promise<void> {
  const backend = tf.backend();
  if (!(backend instanceof WebGPUBackend)) return;
  backend.endComputePassEncoder();
  backend.ensureCommandEncoderReady();
  backend.submitQueue();
  await backend.device.queue.onSubmittedWorkDone();
}

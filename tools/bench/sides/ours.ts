import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../../../src/engine/data/collate.ts';
import { createModel } from '../../../src/engine/models/create.ts';
import type { LoadedModel } from '../../../src/engine/models/loaded-model.ts';
import type { DeviceScalar } from '../../../src/engine/runtime/parameters.ts';
import type { Device } from '../../../src/engine/runtime/device.ts';
import { type StepOutput, trainStep } from '../../../src/engine/train/step.ts';
import { batchOf, type BenchCase, configOf, LABEL_COUNT, updateOf, weightsOf } from '../cases.ts';
import type { Round, Side, SideDevice, SideMemory, UpdateResult } from '../side.ts';
import type { GpuCalls } from './gpu-calls.ts';
import { timeSteps } from './timed.ts';

/** As long as the studio tries kernels before a run. */
const TRIAL_MS = 1500;

interface Started {
  readonly device: Device;
  readonly loaded: LoadedModel;
  readonly batch: Batch;
  readonly gpu: GpuCalls | null;
}

/** The studio's own training step. */
export class OurSide implements Side {
  private started: Started | null = null;
  private updates = 0;

  constructor(
    private readonly startDevice: (bench: BenchCase) => Promise<Device>,
    private readonly calls: GpuCalls,
  ) {}

  async start(bench: BenchCase): Promise<SideDevice> {
    const device = await this.startDevice(bench);
    const config = configOf(bench);
    const loaded = createModel(device, {
      architecture: 'bert',
      config,
      task: 'text-classification',
      labelCount: LABEL_COUNT,
      trainableLayers: null,
    });
    const weights = new Map(weightsOf(config).map(({ spec, values }) => [spec.name, values]));
    for (const parameter of loaded.store.parameters) {
      loaded.store.load(parameter, weights.get(parameter.name) ?? new Float32Array());
    }
    await device.tuner?.trial(loaded, [bench], TRIAL_MS);
    const gpu = bench.backend === 'webgpu' ? this.calls : null;
    this.started = { device, loaded, batch: batchOf(bench, config.vocabSize), gpu };
    const { backend, adapter, threads, simd } = device.report;
    const text = backend === 'wasm' ? `wasm${simd ? ' with SIMD' : ''}, threads: ${threads}` : adapter;
    return { text, simd, threads };
  }

  async update(): Promise<UpdateResult> {
    const out = await this.step();
    const result = { loss: await read(out.loss), gradNorm: await read(out.gradNorm) };
    out.loss.dispose();
    out.gradNorm.dispose();
    return result;
  }

  async gradients(): Promise<ReadonlyMap<string, Float32Array>> {
    const { store } = this.ready().loaded;
    const gradients = new Map<string, Float32Array>();
    for (const parameter of store.parameters) {
      gradients.set(parameter.name, await store.readGradient(parameter));
    }
    return gradients;
  }

  time(steps: number): Promise<Round> {
    return timeSteps(steps, this.ready().gpu, () => this.forgottenStep());
  }

  async submissions(): Promise<readonly number[] | null> {
    return (await this.ready().gpu?.timed(() => this.forgottenStep())) ?? null;
  }

  memory(): Promise<SideMemory> {
    const { numTensors, numBytes } = tf.memory();
    const arenaBytes = this.ready().loaded.store.bytes;
    return Promise.resolve({ tensors: numTensors, tensorBytes: numBytes, arenaBytes });
  }

  private async forgottenStep(): Promise<void> {
    const out = await this.step();
    out.loss.dispose();
    out.gradNorm.dispose();
  }

  private async step(): Promise<StepOutput> {
    const { device, loaded, batch } = this.ready();
    const update = updateOf(++this.updates);
    const out = await trainStep(loaded, {
      batches: [batch],
      update,
      seed: 1,
      firstMicroBatch: update.t - 1,
      touch: () => undefined,
    });
    await device.settled();
    return out;
  }

  private ready(): Started {
    if (this.started === null) throw new Error('start first');
    return this.started;
  }
}

async function read(scalar: DeviceScalar): Promise<number> {
  return (await scalar.data())[0] ?? Number.NaN;
}

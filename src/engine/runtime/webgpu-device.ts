import * as tf from '@tensorflow/tfjs-core';
import { AppError, type ErrorCode, toAppError } from '../../core/contract/errors';
import { webGpuKernels } from '../kernels/webgpu';
import { traitsOf } from './adapter-traits';
import type { Device } from './device';
import { ScheduledBackend } from './webgpu-backend';
import { WebGpuParameters } from './webgpu-parameters';
import { tensorLimit, WebGpuRunner } from './webgpu-runner';
import { webGpuTuner } from './webgpu-tuner';

/** Limits worth asking for: the defaults are the least that any device has. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBuffersPerShaderStage',
] as const;
const FEATURES = ['shader-f16', 'subgroups', 'timestamp-query'] as const;

/**
 * Starts TensorFlow.js' WebGPU back end on a device of our own: with the adapter's real limits, and with eyes on
 * its loss and its errors. A device started before is replaced. Throws `GPU_UNAVAILABLE`.
 */
export async function startWebGpu(): Promise<Device> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter)
    throw new AppError('GPU_UNAVAILABLE', { reason: 'gpu' in navigator ? 'no adapter' : 'no WebGPU' });
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]));
  const device = await adapter.requestDevice({
    requiredLimits,
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
  });
  const { info } = adapter;
  const failed = failureOf(device);
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', Number.MAX_SAFE_INTEGER);
  tf.removeBackend('webgpu');
  const backend = new ScheduledBackend(device, info);
  tf.registerBackend('webgpu', () => backend, 3);
  if (!(await tf.setBackend('webgpu'))) throw new AppError('GPU_UNAVAILABLE', { reason: 'setBackend' });
  await tf.ready();
  const traits = traitsOf(info, device.features);
  const runner = new WebGpuRunner(backend, traits);
  const name = [info.vendor, info.architecture, info.description].filter((part) => part !== '').join(' ');
  return {
    report: {
      backend: 'webgpu',
      adapter: name,
      software: traits.software,
      threads: 1,
      simd: true,
      fallback: null,
    },
    padToMultipleOf: 8,
    tuner: webGpuTuner(runner, name),
    allocate(parameters) {
      const store = new WebGpuParameters(runner, parameters);
      return { store, kernels: webGpuKernels(store) };
    },
    async finish(scalars) {
      failed.check();
      const values = await runner.finish(scalars);
      failed.check();
      return values;
    },
    async settled() {
      failed.check();
      await runner.settled();
      failed.check();
    },
    lost: failed.lost,
    explain: failed.explain,
    dispose: () => device.destroy(),
  };
}

/** Bytes that one tensor may have on the device that `startWebGpu` would start; null where there is none. */
export async function webGpuTensorLimit(): Promise<number | null> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  return adapter ? tensorLimit(adapter.limits) : null;
}

/** Time within which a lost device is told of after work on it has failed, on a busy machine. */
const PATIENCE_MS = 5000;

/** Watches a device: an error that no scope caught means that results since then are wrong. */
function failureOf(device: GPUDevice) {
  let first: AppError | null = null;
  let wake: () => void = () => undefined;
  const failed = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const fail = (code: ErrorCode, reason: string) => {
    first ??= new AppError(code, { reason });
    wake();
    return first;
  };
  device.addEventListener('uncapturederror', ({ error }) => {
    fail(error instanceof GPUOutOfMemoryError ? 'GPU_OUT_OF_MEMORY' : 'GPU_VALIDATION', error.message);
  });
  const lost = device.lost.then(({ reason, message }) => {
    // Whoever waits for the loss is told of it, whatever failed before.
    first = null;
    return fail('GPU_LOST', `${reason}: ${message}`);
  });
  return {
    lost,
    check() {
      if (first !== null) throw first;
    },
    async explain(thrown: unknown): Promise<AppError> {
      // What a lost device does to a call comes as an error of the browser's, never as one of ours.
      if (!(thrown instanceof AppError)) {
        await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
      }
      return first ?? toAppError(thrown);
    },
  };
}

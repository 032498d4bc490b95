import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { AppError, type Failure } from '../../core/contract/errors';
import type { DeviceReport } from '../../core/contract/run';
import type { Device } from './device';
import { hostDevice } from './host-device';
import { wasmMemory } from './wasm-memory';

/** Threads that the back end keeps ready. */
const THREAD_POOL = 8;

/**
 * Threads worth asking for on so many logical cores: two of those often share one physical core, where a second
 * thread has nothing to multiply with; but with few cores, all are used.
 */
export function threadsFor(logicalCores: number): number {
  return Math.min(logicalCores, Math.max(2, Math.floor(logicalCores / 2)), THREAD_POOL);
}

/**
 * Starts TensorFlow.js' WASM back end from the app's own files.
 * @param wasmFolder absolute URL of the folder that holds the binaries, with a trailing slash
 * @param fallback why another back end was given up for this one, or null
 * Throws `WASM_UNAVAILABLE`.
 */
export async function startWasm(
  wasmFolder: string,
  threads: number,
  fallback: Failure | null,
): Promise<Device> {
  setWasmPaths(wasmFolder);
  setThreadsCount(threads);
  if (!(await tf.setBackend('wasm'))) throw new AppError('WASM_UNAVAILABLE', {});
  await tf.ready();
  const [simd, multithreaded] = await Promise.all([
    tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'),
    tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT'),
  ]);
  const report: DeviceReport = {
    backend: 'wasm',
    adapter: '',
    software: false,
    threads: multithreaded === true ? getThreadsCount() : 1,
    simd: simd === true,
    fallback,
  };
  return hostDevice(report, wasmMemory());
}

import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { BenchBackend } from '../cases.ts';
import type { SideDevice } from '../side.ts';
import { registerUnsortedSegmentSum } from '../plain/unsorted-segment-sum.ts';

/** Starts a back end of TensorFlow.js as it comes, with its own settings. */
export async function startPlain(backend: BenchBackend, wasmFolder?: string): Promise<SideDevice> {
  if (wasmFolder !== undefined) setWasmPaths(wasmFolder);
  if (backend === 'wasm') registerUnsortedSegmentSum();
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js does not start ${backend}`);
  await tf.ready();
  if (backend === 'webgpu') return { text: backend, simd: true, threads: 1 };
  const simd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
  const threads = getThreadsCount();
  return { text: `wasm${simd ? ' with SIMD' : ''}, threads: ${threads}`, simd, threads };
}

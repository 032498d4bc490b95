import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { BenchBackend } from '../cases.ts';
import { registerUnsortedSegmentSum } from '../plain/unsorted-segment-sum.ts';

/** Starts a back end of TensorFlow.js as it comes, with its own settings. */
export async function startPlain(backend: BenchBackend, wasmFolder: string): Promise<string> {
  if (backend === 'wasm') {
    setWasmPaths(wasmFolder);
    registerUnsortedSegmentSum();
  }
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js does not start ${backend}`);
  await tf.ready();
  return backend === 'wasm' ? `wasm, ${getThreadsCount()} threads` : backend;
}

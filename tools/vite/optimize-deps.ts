import type { DepOptimizationOptions } from 'vite';
import { tfjsWasmThreads } from './tfjs-wasm.ts';

/** What workers and their tests import: named, so that the dev server does not find it late and reload the page under a running job. */
export const workerDeps: DepOptimizationOptions = {
  include: [
    '@huggingface/hub',
    '@huggingface/transformers',
    'comlink',
    'dexie',
    'fflate',
    'papaparse',
    'zod',
    '@tensorflow/tfjs-core',
    '@tensorflow/tfjs-core/dist/register_all_gradients',
    '@tensorflow/tfjs-backend-cpu',
    '@tensorflow/tfjs-backend-webgpu',
    '@tensorflow/tfjs-backend-wasm',
  ],
  rolldownOptions: { plugins: [tfjsWasmThreads()] },
};

import type { DepOptimizationOptions } from 'vite';
import { tfjsWasmThreads } from './tfjs-wasm.ts';

const inWorkers = [
  '@bufbuild/protobuf',
  '@bufbuild/protobuf/codegenv2',
  '@bufbuild/protobuf/wire',
  '@huggingface/hub',
  '@huggingface/transformers',
  'comlink',
  'dexie',
  'hyparquet',
  'hyparquet-compressors',
  'hyparquet-writer',
  'papaparse',
  'zod',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-core/dist/register_all_gradients',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-webgpu',
  '@tensorflow/tfjs-backend-wasm',
];

/** Of the page, as far as the tests of its modules meet them, and of tests alone. */
const inTests = [
  '@mantine/core',
  '@mantine/hooks',
  '@tabler/icons-react',
  'fflate',
  'react',
  'react-dom/client',
  'react/jsx-dev-runtime',
  'zustand',
];

const options = (include: string[]): DepOptimizationOptions => ({
  include,
  rolldownOptions: { plugins: [tfjsWasmThreads()] },
});

/** What workers import: named, so that the dev server does not find it late and reload the page under a running job. */
export const workerDeps = options(inWorkers);

/** What tests in a browser import: found late, it would reload the page under a running test. */
export const browserTestDeps = options([...inWorkers, ...inTests]);

import { describe } from 'vitest';
import { startWasm } from '../../runtime/wasm-device';
import { startWebGpu } from '../../runtime/webgpu-device';
import { goldenSuite } from '../../testing/golden-suite';

const wasmFolder = new URL('/wasm/', location.origin).href;

describe('BERT on wasm against PyTorch', () => {
  goldenSuite(() => startWasm(wasmFolder, 1, null), { logits: 2e-5, relative: 1e-4, trained: 5e-5 });
});

describe('BERT on WebGPU against PyTorch', () => {
  goldenSuite(startWebGpu, { logits: 1e-4, relative: 1e-3, trained: 2e-4 });
});

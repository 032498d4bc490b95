import { describe } from 'vitest';
import { startWasm } from '../../runtime/wasm-device';
import { startWebGpu } from '../../runtime/webgpu-device';
import { bertSuite } from '../../testing/bert-suite';

const wasmFolder = new URL('/wasm/', location.origin).href;

describe('BERT on wasm against the float64 reference', () => {
  bertSuite(() => startWasm(wasmFolder, 1, null), { logits: 2e-5, relative: 1e-4 });
});

describe('BERT on WebGPU against the float64 reference', () => {
  bertSuite(startWebGpu, { logits: 1e-4, relative: 1e-3 });
});

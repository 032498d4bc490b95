import { describe } from 'vitest';
import { startWasm } from '../runtime/wasm-device';
import { startWebGpu } from '../runtime/webgpu-device';
import { kernelSuite } from '../testing/kernel-suite';
import { stackSuite } from '../testing/stack-suite';

const wasmFolder = new URL('/wasm/', location.origin).href;

describe('kernels on wasm', () => {
  kernelSuite(() => startWasm(wasmFolder, 1, null), 1e-5);
  stackSuite(() => startWasm(wasmFolder, 1, null), 1e-5);
});
describe('kernels on WebGPU', () => {
  kernelSuite(startWebGpu, 1e-5);
  stackSuite(startWebGpu, 1e-5);
});

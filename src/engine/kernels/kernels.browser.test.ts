import { describe } from 'vitest';
import { startWasm } from '../runtime/wasm-device';
import { startWebGpu } from '../runtime/webgpu-device';
import { kernelSuite } from '../testing/kernel-suite';

const wasmFolder = new URL('/wasm/', location.origin).href;

describe('kernels on wasm', () => kernelSuite(() => startWasm(wasmFolder, 1, null), 1e-5));
describe('kernels on WebGPU', () => kernelSuite(startWebGpu, 1e-5));

import { describe } from 'vitest';
import { startWasm } from '../../../src/engine/runtime/wasm-device';
import { startWebGpu } from '../../../src/engine/runtime/webgpu-device';
import { serviceSuite } from './testing/service-suite';

const wasmFolder = new URL('/wasm/', location.origin).href;

describe('training service on wasm', () => serviceSuite(() => startWasm(wasmFolder, 2, null)));
describe('training service on WebGPU', () => serviceSuite(startWebGpu));

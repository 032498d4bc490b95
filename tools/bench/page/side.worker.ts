import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { expose } from 'comlink';
import { startWasm, threadsFor } from '../../../src/engine/runtime/wasm-device.ts';
import { startWebGpu } from '../../../src/engine/runtime/webgpu-device.ts';
import { watchGpuCalls } from '../sides/gpu-calls.ts';
import { OurSide } from '../sides/ours.ts';
import { PlainSide } from '../sides/plain.ts';
import { startPlain } from '../sides/start-plain.ts';

const wasmFolder = new URL('/wasm/', location.origin).href;
const calls = watchGpuCalls();

// The name of the worker tells which side it is.
expose(
  self.name === 'ours'
    ? new OurSide(
        ({ backend, threads }) =>
          backend === 'webgpu'
            ? startWebGpu()
            : startWasm(wasmFolder, threads ?? threadsFor(navigator.hardwareConcurrency), null),
        calls,
      )
    : new PlainSide((backend) => startPlain(backend, wasmFolder), calls),
);

import { expose } from 'comlink';
import { startWasm, threadsFor } from '../../../src/engine/runtime/wasm-device.ts';
import { startWebGpu } from '../../../src/engine/runtime/webgpu-device.ts';
import { EngineMemoryRun } from '../memory/run.ts';

const wasmFolder = new URL('/wasm/', location.origin).href;

expose(
  new EngineMemoryRun((backend) =>
    backend === 'webgpu'
      ? startWebGpu()
      : startWasm(wasmFolder, threadsFor(navigator.hardwareConcurrency), null),
  ),
);

import type { AppError } from '../src/core/contract/errors';
import { startWasm, threadsFor } from '../src/engine/runtime/wasm-device';
import { startWebGpu, webGpuTensorLimit } from '../src/engine/runtime/webgpu-device';
import { openFileStore } from '../src/storage/open-file-store';
import { openRecordStore } from '../src/storage/open-record-store';
import { exposeApi } from './lib/expose';
import { createTrainingService } from './lib/training/service';

/** The WASM binaries lie beside the page, not beside the bundled worker. */
const wasmFolder = new URL(`${import.meta.env.BASE_URL}wasm/`, self.location.origin).href;
const wasm = (fallback: AppError | null) =>
  startWasm(wasmFolder, threadsFor(navigator.hardwareConcurrency), fallback?.failure ?? null);

exposeApi(
  Promise.all([openFileStore(), openRecordStore()]).then(([files, records]) =>
    createTrainingService(files, records, {
      webgpu: startWebGpu,
      wasm,
      webgpuTensorLimit: webGpuTensorLimit,
    }),
  ),
);

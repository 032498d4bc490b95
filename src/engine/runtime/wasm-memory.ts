import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../core/contract/errors';
import { adopt, asFloat32, type HostMemory } from './host-memory';

/** The WASM heap as host memory; the WASM back end must be the active one. */
export function wasmMemory(): HostMemory {
  const backend = tf.backend();
  if (!(backend instanceof BackendWasm)) throw new AppError('WASM_UNAVAILABLE', { reason: tf.getBackend() });
  return {
    create: (shape) => adopt(backend.makeOutput([...shape], 'float32')),
    view: (tensor) => asFloat32(backend.typedArrayFromHeap(tensor)),
    written(tensor) {
      const entry = backend.dataIdMap.get(tensor.dataId);
      backend.wasm.tfjs.disposeData(entry.id);
      backend.wasm.tfjs.registerTensor(entry.id, tf.util.sizeFromShape(tensor.shape), entry.memoryOffset);
    },
  };
}

import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Device } from '../runtime/device';
import { hostDevice } from '../runtime/host-device';
import { adopt, asFloat32, type HostMemory } from '../runtime/host-memory';

function cpuMemory(backend: MathBackendCPU): HostMemory {
  return {
    create: (shape) =>
      adopt(
        backend.makeTensorInfo([...shape], 'float32', new Float32Array(tf.util.sizeFromShape([...shape]))),
      ),
    view: (tensor) => asFloat32(backend.data.get(tensor.dataId).values),
    written: () => undefined,
  };
}

/** TensorFlow.js' plain JavaScript back end: slow, everywhere at hand, for tests. */
export async function startCpu(): Promise<Device> {
  await tf.setBackend('cpu');
  await tf.ready();
  const backend = tf.backend();
  if (!(backend instanceof MathBackendCPU)) throw new Error(`back end ${tf.getBackend()} is not the cpu's`);
  const report = {
    backend: 'cpu',
    adapter: '',
    software: false,
    threads: 1,
    simd: false,
    fallback: null,
  } as const;
  return hostDevice(report, cpuMemory(backend));
}

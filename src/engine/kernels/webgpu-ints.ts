import * as tf from '@tensorflow/tfjs-core';
import type { Ints } from './kernels';

/** Whole numbers on both sides. */
export function webGpuInts(host: Int32Array): Ints {
  const device = tf.keep(tf.tensor1d(host, 'int32'));
  return { host, device, dispose: () => device.dispose() };
}

export function onDevice(ints: Ints): tf.Tensor {
  if (ints.device === null) throw new RangeError('whole numbers of another back end');
  return ints.device;
}

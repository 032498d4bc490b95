import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../core/contract/errors';

/**
 * Direct access to tensors of a back end that lives in this thread's memory (cpu, wasm), so that kernels can be
 * plain loops over it. A view is valid until the next allocation: the WASM heap may grow and move.
 */
export interface HostMemory {
  create(shape: readonly number[]): tf.Tensor;
  view(tensor: tf.TensorInfo): Float32Array;
  /** Must follow every write into a tensor that was already an operand: XNNPACK packs weights once per tensor id. */
  written(tensor: tf.TensorInfo): void;
}

/** Narrows what a back end holds for a float32 tensor. */
export function asFloat32(values: unknown): Float32Array {
  if (values instanceof Float32Array) return values;
  throw new AppError('WORKER_UNEXPECTED', { reason: 'expected a float32 tensor in host memory' });
}

/** Makes a tensor of a back end's tensor info; it belongs to the current tidy scope, like any operation's result. */
export function adopt(info: tf.TensorInfo): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(info);
}

import * as tf from '@tensorflow/tfjs-core';
import type { HostMemory } from '../../runtime/host-memory';
import type { HostParameters } from '../../runtime/host-parameters';
import type { ParameterSpan } from '../../runtime/parameters';
import type { Onward } from '../kernels';
import { type Activation, activateArray, activateArrayBackward } from '../activation/activation';

/*
 * Products go through TensorFlow.js; operands are transposed explicitly, because its WASM product leaves XNNPACK
 * as soon as a transpose flag is set and is then 12 to 30 times slower.
 */

export function linear(
  store: HostParameters,
  x: tf.Tensor,
  weight: ParameterSpan,
  bias: ParameterSpan,
  activation: Activation | null,
): { y: tf.Tensor; z: tf.Tensor | null } {
  const transposed = tf.transpose(store.tensor(weight)); // [K, N]
  const z: tf.Tensor = tf.matMul(x, transposed); // [M, N]
  transposed.dispose();
  const y = activation === null ? z : store.memory.create(z.shape);
  const values = store.memory.view(z);
  const b = store.value(bias);
  const columns = b.length;
  for (let i = 0; i < values.length; i += columns) {
    for (let c = 0; c < columns; c++) values[i + c] = (values[i + c] as number) + (b[c] as number);
  }
  if (activation === null) return { y, z: null };
  activateArray(activation, values, store.memory.view(y));
  return { y, z };
}

export function linearBackward(
  store: HostParameters,
  dz: tf.Tensor,
  x: tf.Tensor,
  weight: ParameterSpan,
  bias: ParameterSpan,
  onward: Onward | null,
): tf.Tensor {
  const dx: tf.Tensor = tf.matMul(dz, store.tensor(weight)); // [M, N]·[N, K]
  if (weight.trainable) {
    const dzT = tf.transpose(dz); // [N, M]
    const dw: tf.Tensor = tf.matMul(dzT, x); // [N, K]
    accumulate(store.gradient(weight), store.memory.view(dw));
    tf.dispose([dzT, dw]);
  }
  accumulateColumns(store.gradient(bias), store.memory.view(dz));
  if (onward === null) return dx;
  const { memory } = store;
  if ('through' in onward) {
    activateArrayBackward(onward.through, memory.view(onward.z), memory.view(dx), memory.view(dx));
    return dx;
  }
  accumulate(memory.view(onward.addTo), memory.view(dx));
  dx.dispose();
  return onward.addTo;
}

export function activationBackward(
  memory: HostMemory,
  dy: tf.Tensor,
  z: tf.Tensor,
  activation: Activation,
): tf.Tensor {
  const dz = memory.create(dy.shape);
  activateArrayBackward(activation, memory.view(z), memory.view(dy), memory.view(dz));
  return dz;
}

function accumulate(target: Float32Array | null, source: Float32Array): void {
  if (target === null) return;
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + (source[i] as number);
}

/** target[c] += Σ over rows of source[·, c], summed in float64. */
function accumulateColumns(target: Float32Array | null, source: Float32Array): void {
  if (target === null) return;
  const columns = target.length;
  const sums = new Float64Array(columns);
  for (let i = 0; i < source.length; i += columns) {
    for (let c = 0; c < columns; c++) sums[c] = (sums[c] as number) + (source[i + c] as number);
  }
  for (let c = 0; c < columns; c++) target[c] = (target[c] as number) + (sums[c] as number);
}

import * as tf from '@tensorflow/tfjs-core';
import type { HostParameters } from '../../runtime/host-parameters';
import type { Parameter } from '../../runtime/parameters';
import { type Activation, activateArray, activateArrayBackward } from '../activation/activation';

/*
 * Products go through TensorFlow.js; operands are transposed explicitly, because its WASM product leaves XNNPACK
 * as soon as a transpose flag is set and is then 12 to 30 times slower.
 */

export function linear(
  store: HostParameters,
  x: tf.Tensor,
  weight: Parameter,
  bias: Parameter,
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
  dy: tf.Tensor,
  saved: { x: tf.Tensor; z: tf.Tensor | null },
  weight: Parameter,
  bias: Parameter,
  activation: Activation | null,
): tf.Tensor {
  let dz = dy;
  if (activation !== null && saved.z !== null) {
    dz = store.memory.create(dy.shape);
    activateArrayBackward(
      activation,
      store.memory.view(saved.z),
      store.memory.view(dy),
      store.memory.view(dz),
    );
  }
  const dx: tf.Tensor = tf.matMul(dz, store.tensor(weight)); // [M, N]·[N, K]
  if (weight.trainable) {
    const dzT = tf.transpose(dz); // [N, M]
    const dw: tf.Tensor = tf.matMul(dzT, saved.x); // [N, K]
    accumulate(store.gradient(weight), store.memory.view(dw));
    tf.dispose([dzT, dw]);
  }
  accumulateColumns(store.gradient(bias), store.memory.view(dz));
  return dx;
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

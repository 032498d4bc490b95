import * as tf from '@tensorflow/tfjs-core';

/** A value, what its backward pass needs, and the gradients of the inputs for a gradient of the value. */
export interface Differentiable {
  readonly value: tf.Tensor;
  readonly saved: readonly tf.Tensor[];
  readonly backward: (dy: tf.Tensor, saved: readonly tf.Tensor[]) => readonly tf.Tensor[];
}

/**
 * Puts an operation of ours on TensorFlow.js' tape. `backward` returns one gradient for each input, in order; it
 * may add weight gradients into the parameter store on its way.
 */
export function differentiable(inputs: readonly tf.Tensor[], operation: () => Differentiable): tf.Tensor {
  return tf.customGrad((...args) => {
    const { value, saved, backward } = operation();
    const save = args.at(-1);
    if (typeof save === 'function') save([...saved]);
    const gradFunc = (dy: tf.Tensor, kept: tf.Tensor[]) => {
      // The tape would hold both until all of its backward pass is done: what is made on the way, and what was kept.
      const gradients = tf.tidy(() => [...backward(dy, kept)]);
      tf.dispose(kept);
      return gradients;
    };
    return { value, gradFunc };
  })(...inputs);
}

/** Element `index` of what a backward pass was promised. */
export function at(tensors: readonly tf.Tensor[], index: number): tf.Tensor {
  const tensor = tensors[index];
  if (tensor === undefined) throw new RangeError(`no saved tensor ${index}`);
  return tensor;
}

/** What a kernel returns for the arguments given, though not for all. */
export function given(tensor: tf.Tensor | null): tf.Tensor {
  if (tensor === null) throw new RangeError('no such tensor');
  return tensor;
}

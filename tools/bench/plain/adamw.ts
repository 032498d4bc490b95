import * as tf from '@tensorflow/tfjs-core';
import type { AdamWStep } from '../../../src/engine/runtime/parameters.ts';

interface Slot {
  readonly variable: tf.Variable;
  readonly decay: boolean;
  readonly m: tf.Variable;
  readonly v: tf.Variable;
}

/** AdamW of TensorFlow.js' own operations, in the manner of its `AdamOptimizer`; PyTorch's mathematics. */
export class PlainAdamW {
  private readonly slots: readonly Slot[];

  constructor(weights: readonly { readonly variable: tf.Variable; readonly decay: boolean }[]) {
    const zeros = (like: tf.Variable) => tf.tidy(() => tf.variable(tf.zerosLike(like), false));
    this.slots = weights.map((weight) => ({
      ...weight,
      m: zeros(weight.variable),
      v: zeros(weight.variable),
    }));
  }

  /** Clips by the global norm and updates; returns the norm before clipping. Gradients are in the order of the weights. */
  apply(gradients: readonly tf.Tensor[], update: AdamWStep): tf.Scalar {
    return tf.tidy(() => {
      const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
      const norm = tf.sqrt<tf.Scalar>(tf.sum(tf.stack(squares)));
      const clip = tf.minimum(tf.div(update.maxGradNorm, tf.add(norm, 1e-6)), 1);
      for (const [i, slot] of this.slots.entries()) {
        const gradient = gradients[i];
        if (gradient !== undefined) tf.tidy(() => advance(slot, tf.mul(gradient, clip), update));
      }
      return norm;
    });
  }
}

function advance({ variable, decay, m, v }: Slot, gradient: tf.Tensor, update: AdamWStep): void {
  const { learningRate, beta1, beta2, epsilon, t } = update;
  m.assign(tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1)));
  v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
  const root = tf.add(tf.div(tf.sqrt(v), Math.sqrt(1 - beta2 ** t)), epsilon);
  const change = tf.mul(tf.div(m, root), learningRate / (1 - beta1 ** t));
  const kept = decay ? tf.mul(variable, 1 - learningRate * update.weightDecay) : variable;
  variable.assign(tf.sub(kept, change));
}

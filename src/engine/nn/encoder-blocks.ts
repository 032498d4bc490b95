import type * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../kernels/activation/activation';
import type { AttentionShape, Ints } from '../kernels/kernels';
import type { ForwardContext } from './context';
import { at, differentiable, given } from './differentiable';
import type { LayerNorm, Linear } from './layers';

/*
 * The two halves of a transformer layer with the norm behind the residual (Vaswani et al., 2017), each one node of the
 * tape: within it, the gradient of the residual is where the products of the other branch add theirs, and nothing is
 * kept that the backward pass does not read.
 */

export interface SelfAttention {
  /** Query, key and value in one: [3C, C]. */
  readonly qkv: Linear;
  readonly output: Linear;
  readonly norm: LayerNorm;
  readonly probabilityDropout: number;
  readonly outputDropout: number;
}

export interface FeedForward {
  readonly intermediate: Linear;
  readonly activation: Activation;
  readonly output: Linear;
  readonly norm: LayerNorm;
  readonly outputDropout: number;
}

/** norm(x + dropout(output(attention(qkv(x))))), [M, C] → [M, C]. */
export function selfAttention(
  context: ForwardContext,
  x: tf.Tensor,
  layer: SelfAttention,
  mask: Ints,
  shape: AttentionShape,
): tf.Tensor {
  const { kernels } = context;
  const probabilityKey = context.dropout(layer.probabilityDropout);
  const outputKey = context.dropout(layer.outputDropout);
  const { qkv, output, norm } = layer;
  return differentiable([x], () => {
    const projected = kernels.linear(x, qkv.weight, qkv.bias, null).y; // [M, 3C]
    const mixed = kernels.attention(projected, mask, shape, probabilityKey); // [M, C]
    const branch = kernels.linear(mixed.y, output.weight, output.bias, null).y; // [M, C]
    const sum = kernels.addNorm(branch, x, norm.weight, norm.bias, norm.epsilon, outputKey);
    return {
      value: sum.y,
      saved: [x, projected, mixed.y, mixed.saved, sum.normalized, sum.inverseStd],
      backward: (dy, saved) => {
        context.touch();
        const attended = { qkv: at(saved, 1), y: at(saved, 2), saved: at(saved, 3) };
        const rows = { normalized: at(saved, 4), inverseStd: at(saved, 5) };
        const { dx: dBranch, dResidual } = kernels.addNormBackward(
          dy,
          rows,
          norm.weight,
          norm.bias,
          outputKey,
          true,
        );
        const dMixed = kernels.linearBackward(dBranch, attended.y, output.weight, output.bias, null);
        const dProjected = kernels.attentionBackward(dMixed, attended, mask, shape, probabilityKey);
        const onward = { addTo: given(dResidual) };
        return [kernels.linearBackward(dProjected, at(saved, 0), qkv.weight, qkv.bias, onward)];
      },
    };
  });
}

/** norm(x + dropout(output(act(intermediate(x))))), [M, C] → [M, C]. */
export function feedForward(context: ForwardContext, x: tf.Tensor, layer: FeedForward): tf.Tensor {
  const { kernels } = context;
  const outputKey = context.dropout(layer.outputDropout);
  const { intermediate, activation, output, norm } = layer;
  return differentiable([x], () => {
    const inner = kernels.linear(x, intermediate.weight, intermediate.bias, activation); // [M, I]
    const branch = kernels.linear(inner.y, output.weight, output.bias, null).y; // [M, C]
    const sum = kernels.addNorm(branch, x, norm.weight, norm.bias, norm.epsilon, outputKey);
    return {
      value: sum.y,
      saved: [x, given(inner.z), inner.y, sum.normalized, sum.inverseStd],
      backward: (dy, saved) => {
        context.touch();
        const rows = { normalized: at(saved, 3), inverseStd: at(saved, 4) };
        const { dx: dBranch, dResidual } = kernels.addNormBackward(
          dy,
          rows,
          norm.weight,
          norm.bias,
          outputKey,
          true,
        );
        const inwards = { through: activation, z: at(saved, 1) };
        const dz = kernels.linearBackward(dBranch, at(saved, 2), output.weight, output.bias, inwards);
        const onward = { addTo: given(dResidual) };
        return [kernels.linearBackward(dz, at(saved, 0), intermediate.weight, intermediate.bias, onward)];
      },
    };
  });
}

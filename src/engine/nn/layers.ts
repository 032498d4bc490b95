import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../kernels/activation/activation';
import type { AttentionShape, EmbeddingTables, Ints } from '../kernels/kernels';
import type { Parameter } from '../runtime/parameters';
import type { ForwardContext } from './context';
import { at, differentiable } from './differentiable';

/*
 * Layers as differentiable functions of activations [M, C]; weights are handles. Results belong to the caller's
 * tidy scope. Weight gradients are added into the parameter store while the tape runs backward.
 */

export interface Linear {
  readonly weight: Parameter;
  readonly bias: Parameter;
}

export interface LayerNorm {
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly epsilon: number;
}

/**
 * Sum of word, position and token-type embeddings → [M, C]. Has no differentiable input of its own: it hangs on
 * `anchor`, a scalar of the tape.
 */
export function embedding(
  context: ForwardContext,
  anchor: tf.Tensor,
  tables: EmbeddingTables,
  ids: Ints,
  typeIds: Ints,
  sequenceLength: number,
): tf.Tensor {
  return differentiable([anchor], () => ({
    value: context.kernels.embed(tables, ids, typeIds, sequenceLength),
    saved: [],
    backward: (dy) => {
      context.kernels.embedBackward(tables, dy, ids, typeIds, sequenceLength);
      return [tf.zeros([])];
    },
  }));
}

/** `x` made dependent on `anchor`, so that the tape begins here: everything that made `x` stays undifferentiated. */
export function attach(anchor: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return differentiable([anchor], () => ({
    value: tf.clone(x),
    saved: [],
    backward: () => [tf.zeros([])],
  }));
}

/** act(x·Wᵀ + b), [M, K] → [M, N]. */
export function linear(
  context: ForwardContext,
  x: tf.Tensor,
  layer: Linear,
  activation: Activation | null = null,
): tf.Tensor {
  return differentiable([x], () => {
    const { y, z } = context.kernels.linear(x, layer.weight, layer.bias, activation);
    return {
      value: y,
      saved: z === null ? [x] : [x, z],
      backward: (dy, saved) => [
        context.kernels.linearBackward(
          dy,
          { x: at(saved, 0), z: z === null ? null : at(saved, 1) },
          layer.weight,
          layer.bias,
          activation,
        ),
      ],
    };
  });
}

/** layerNorm(residual + dropout(x)), all [M, C]. */
export function addNorm(
  context: ForwardContext,
  x: tf.Tensor,
  residual: tf.Tensor | null,
  layer: LayerNorm,
  dropout: number,
): tf.Tensor {
  const key = context.dropout(dropout);
  const inputs = residual === null ? [x] : [x, residual];
  return differentiable(inputs, () => {
    const { y, normalized, inverseStd } = context.kernels.addNorm(
      x,
      residual,
      layer.weight,
      layer.bias,
      layer.epsilon,
      key,
    );
    return {
      value: y,
      saved: [normalized, inverseStd],
      backward: (dy, saved) => {
        context.touch();
        const { dx, dResidual } = context.kernels.addNormBackward(
          dy,
          { normalized: at(saved, 0), inverseStd: at(saved, 1) },
          layer.weight,
          layer.bias,
          key,
          residual !== null,
        );
        return dResidual === null ? [dx] : [dx, dResidual];
      },
    };
  });
}

/** Multi-head scaled dot-product attention of projected q, k, v [M, C] → [M, C]. */
export function attention(
  context: ForwardContext,
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  mask: Ints,
  shape: AttentionShape,
  dropout: number,
): tf.Tensor {
  const key = context.dropout(dropout);
  return differentiable([q, k, v], () => {
    const { y, saved } = context.kernels.attention(q, k, v, mask, shape, key);
    return {
      value: y,
      saved: [q, k, v, y, saved],
      backward: (dy, kept) => {
        context.touch();
        const inputs = { q: at(kept, 0), k: at(kept, 1), v: at(kept, 2), y: at(kept, 3), saved: at(kept, 4) };
        const { dq, dk, dv } = context.kernels.attentionBackward(dy, inputs, mask, shape, key);
        return [dq, dk, dv];
      },
    };
  });
}

/** Inverted dropout on [M, C]; the mask is drawn again in the backward pass. */
export function dropout(context: ForwardContext, x: tf.Tensor, probability: number): tf.Tensor {
  const key = context.dropout(probability);
  if (key === null) return x;
  return differentiable([x], () => ({
    value: context.kernels.dropout(x, key),
    saved: [],
    backward: (dy) => [context.kernels.dropout(dy, key)],
  }));
}

/** [B·T, C] → the first token of each text, [B, C]. */
export function firstToken(
  context: ForwardContext,
  x: tf.Tensor,
  batchSize: number,
  sequenceLength: number,
): tf.Tensor {
  return differentiable([x], () => ({
    value: context.kernels.firstToken(x, batchSize, sequenceLength),
    saved: [],
    backward: (dy) => [context.kernels.firstTokenBackward(dy, batchSize, sequenceLength)],
  }));
}

/** Mean cross-entropy over rows whose label is not −100; logits [M, L] → scalar. */
export function crossEntropy(context: ForwardContext, logits: tf.Tensor, labels: Ints): tf.Tensor {
  return differentiable([logits], () => {
    const { loss, dLogits } = context.kernels.crossEntropy(logits, labels);
    return {
      value: loss,
      saved: [dLogits],
      backward: (dy, saved) => [tf.mul(at(saved, 0), dy)],
    };
  });
}

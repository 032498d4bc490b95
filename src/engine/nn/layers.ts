import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../kernels/activation/activation';
import type { EmbeddingTables, Ints } from '../kernels/kernels';
import type { Parameter, ParameterSpan } from '../runtime/parameters';
import type { ForwardContext } from './context';
import { at, differentiable } from './differentiable';

/*
 * Layers as differentiable functions of activations [M, C]; weights are handles. Results belong to the caller's
 * tidy scope. Weight gradients are added into the parameter store while the tape runs backward.
 */

export interface Linear {
  readonly weight: ParameterSpan;
  readonly bias: ParameterSpan;
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
      backward: (dy, saved) => {
        const dz =
          activation === null ? dy : context.kernels.activationBackward(dy, at(saved, 1), activation);
        return [context.kernels.linearBackward(dz, at(saved, 0), layer.weight, layer.bias, null)];
      },
    };
  });
}

/** layerNorm(x), [M, C]. */
export function norm(context: ForwardContext, x: tf.Tensor, layer: LayerNorm): tf.Tensor {
  return differentiable([x], () => {
    const { y, normalized, inverseStd } = context.kernels.addNorm(
      x,
      null,
      layer.weight,
      layer.bias,
      layer.epsilon,
      null,
    );
    return {
      value: y,
      saved: [normalized, inverseStd],
      backward: (dy, saved) => {
        context.touch();
        const rows = { normalized: at(saved, 0), inverseStd: at(saved, 1) };
        return [context.kernels.addNormBackward(dy, rows, layer.weight, layer.bias, null, false).dx];
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

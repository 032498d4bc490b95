import type { Tensor } from '@tensorflow/tfjs-core';
import type { Parameter, ParameterSpan } from '../runtime/parameters';
import type { Activation } from './activation/activation';
import type { DropoutKey } from './philox';

/*
 * What a back end must be able to do. These are raw operations in both directions; `nn/` makes differentiable
 * functions of them, once for all back ends. One letter a dimension: B texts, T tokens of the padded batch,
 * M = B·T rows, C hidden size, H heads, D = C/H, N and K output and input features, V vocabulary, L labels.
 * Tensors given are borrowed; tensors returned belong to the caller's tidy scope. Operations named …Backward
 * add weight gradients into the parameter store (of trainable parameters only) and return gradients of inputs.
 */

/** Whole numbers of a batch, on both sides. `dispose` frees the device's copy. */
export interface Ints {
  readonly host: Int32Array;
  readonly device: Tensor | null;
  dispose(): void;
}

export interface EmbeddingTables {
  readonly word: Parameter;
  readonly position: Parameter;
  readonly tokenType: Parameter;
}

export interface AttentionShape {
  readonly batchSize: number;
  readonly sequenceLength: number;
  readonly heads: number;
  readonly headSize: number;
}

/**
 * Where the gradient of a linear layer's input goes within its product: added to a gradient that the same input has
 * already (`dx` is that tensor then), or through the activation that made the input of `z` (`dx` is dz then).
 */
export type Onward = { readonly addTo: Tensor } | { readonly through: Activation; readonly z: Tensor };

export interface Kernels {
  ints(values: Int32Array): Ints;

  /** word[ids] + position[0…T) + tokenType[typeIds] → [M, C]. */
  embed(tables: EmbeddingTables, ids: Ints, typeIds: Ints, sequenceLength: number): Tensor;
  embedBackward(tables: EmbeddingTables, dy: Tensor, ids: Ints, typeIds: Ints, sequenceLength: number): void;

  /** y = act(x·Wᵀ + b), x [M, K], W [N, K]; `z` is the value before the activation, null without one. */
  linear(
    x: Tensor,
    weight: ParameterSpan,
    bias: ParameterSpan,
    activation: Activation | null,
  ): { y: Tensor; z: Tensor | null };
  /** dx = dz·W, `dz` [M, N] being the gradient of the value before the activation; weight and bias are trained together. */
  linearBackward(
    dz: Tensor,
    x: Tensor,
    weight: ParameterSpan,
    bias: ParameterSpan,
    onward: Onward | null,
  ): Tensor;
  /** dz = dy·act′(z), where the activation is not passed on the way (`Onward`). */
  activationBackward(dy: Tensor, z: Tensor, activation: Activation): Tensor;

  /** y = layerNorm(residual + dropout(x))·γ + β over [M, C]; keeps the normalised rows and 1/σ of each. */
  addNorm(
    x: Tensor,
    residual: Tensor | null,
    gamma: Parameter,
    beta: Parameter,
    epsilon: number,
    dropout: DropoutKey | null,
  ): { y: Tensor; normalized: Tensor; inverseStd: Tensor };
  /** `dResidual` is null where there was no residual. */
  addNormBackward(
    dy: Tensor,
    saved: { normalized: Tensor; inverseStd: Tensor },
    gamma: Parameter,
    beta: Parameter,
    dropout: DropoutKey | null,
    hasResidual: boolean,
  ): { dx: Tensor; dResidual: Tensor | null };

  /**
   * softmax(q·kᵀ/√D, keys with mask 0 left out)·v for each head → [M, C]; q, k and v are the thirds of each row of
   * `qkv` [M, 3C], and so are their gradients. `saved` is what the backward pass of the same back end needs.
   */
  attention(
    qkv: Tensor,
    mask: Ints,
    shape: AttentionShape,
    dropout: DropoutKey | null,
  ): { y: Tensor; saved: Tensor };
  attentionBackward(
    dy: Tensor,
    inputs: { qkv: Tensor; y: Tensor; saved: Tensor },
    mask: Ints,
    shape: AttentionShape,
    dropout: DropoutKey | null,
  ): Tensor;

  /** x·mask/(1−p), rows by columns; its own backward pass. */
  dropout(x: Tensor, key: DropoutKey): Tensor;

  /** x [M, C] → rows of the first token of each text [B, C], and back. */
  firstToken(x: Tensor, batchSize: number, sequenceLength: number): Tensor;
  firstTokenBackward(dy: Tensor, batchSize: number, sequenceLength: number): Tensor;

  /**
   * Mean cross-entropy over rows whose label is not −100; logits [M, L]. `dLogits` is the gradient of the mean.
   * No labelled row gives NaN, as in PyTorch.
   */
  crossEntropy(logits: Tensor, labels: Ints): { loss: Tensor; dLogits: Tensor };
}

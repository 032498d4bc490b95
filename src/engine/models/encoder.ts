import type * as tf from '@tensorflow/tfjs-core';
import type { Ints } from '../kernels/kernels';
import type { ForwardContext } from '../nn/context';

/** A batch on the device; all of [B·T], labels [B] or [B·T]. */
export interface DeviceBatch {
  readonly batchSize: number;
  readonly sequenceLength: number;
  readonly ids: Ints;
  readonly mask: Ints;
  readonly typeIds: Ints;
  readonly labels: Ints;
}

/** What the shapes of a model's kernels follow from, beside those of its weights. */
export interface ModelSizes {
  readonly hiddenSize: number;
  readonly heads: number;
  readonly classes: number;
  /** Whether tokens are classified, or texts. */
  readonly perToken: boolean;
}

/**
 * A model with a task head, as the training step sees it. `prefix` is what no trained weight lies below: it runs
 * off the tape. `suffix` is the rest, differentiable from the anchor on.
 */
export interface EncoderModel {
  readonly sizes: ModelSizes;
  /** → hidden states [M, C], or null when the embeddings themselves are trained. */
  prefix(context: ForwardContext, batch: DeviceBatch): tf.Tensor | null;
  /** → logits [B, L] for a sequence head, [B·T, L] for a token head. */
  suffix(context: ForwardContext, batch: DeviceBatch, hidden: tf.Tensor | null, anchor: tf.Tensor): tf.Tensor;
}

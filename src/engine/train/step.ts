import * as tf from '@tensorflow/tfjs-core';
import { type Batch, hasLabel } from '../data/collate';
import type { DeviceBatch, EncoderModel } from '../models/encoder';
import { type LoadedModel, withBatch } from '../models/loaded-model';
import { type ForwardContext, trainingContext } from '../nn/context';
import { crossEntropy } from '../nn/layers';
import type { AdamWStep, DeviceScalar } from '../runtime/parameters';
import { breathe } from '../runtime/breathe';

export interface StepInput {
  /**
   * The micro-batches of one update; their mean losses are averaged. One without any label has
   * no mean: it teaches nothing and is left out, where PyTorch would make all weights NaN.
   */
  readonly batches: readonly Batch[];
  readonly update: AdamWStep;
  readonly seed: number;
  /** Number of the first micro-batch since the start of the run: the counter of dropout. */
  readonly firstMicroBatch: number;
  readonly touch: () => void;
}

/** Still on the device; the caller disposes both. */
export interface StepOutput {
  /** NaN where no micro-batch has a label. */
  readonly loss: DeviceScalar;
  /** Global norm before clipping. */
  readonly gradNorm: DeviceScalar;
}

/**
 * One optimizer update: forward, backward, accumulate, clip, AdamW; nothing else. Lets messages in between micro-batches.
 * Without any label the gradient is zero: the moments move the weights on, and the schedule keeps its steps.
 */
export async function trainStep(
  { kernels, store, model }: LoadedModel,
  input: StepInput,
): Promise<StepOutput> {
  store.zeroGradients();
  const share = 1 / input.batches.filter(hasLabel).length;
  const losses: tf.Tensor[] = [];
  try {
    for (const [i, batch] of input.batches.entries()) {
      if (!hasLabel(batch)) continue;
      if (losses.length > 0) await breathe();
      const context = trainingContext(kernels, input.touch, input.seed, input.firstMicroBatch + i);
      losses.push(withBatch(kernels, batch, (device) => backward(context, model, device, share)));
    }
    const loss = losses.length === 0 ? tf.scalar(Number.NaN) : tf.tidy(() => tf.mul(tf.addN(losses), share));
    return { loss, gradNorm: store.step(input.update) };
  } finally {
    tf.dispose(losses);
  }
}

/** Forward and backward of one micro-batch; adds share × gradient into the store, returns the mean loss. */
function backward(
  context: ForwardContext,
  model: EncoderModel,
  batch: DeviceBatch,
  share: number,
): tf.Tensor {
  return tf.tidy(() => {
    const hidden = model.prefix(context, batch);
    const forward = tf.valueAndGrad((anchor: tf.Tensor) =>
      crossEntropy(context, model.suffix(context, batch, hidden, anchor), batch.labels),
    );
    return forward(tf.scalar(0), tf.scalar(share)).value;
  });
}

import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../data/collate';
import type { Kernels } from '../kernels/kernels';
import type { DeviceBatch, EncoderModel } from '../models/encoder';
import { type ForwardContext, trainingContext } from '../nn/context';
import { crossEntropy } from '../nn/layers';
import type { AdamWStep, DeviceScalar, ParameterStore } from '../runtime/parameters';

/** A model on a device: what a training step or an evaluation needs. */
export interface LoadedModel {
  readonly kernels: Kernels;
  readonly store: ParameterStore;
  readonly model: EncoderModel;
}

export interface StepInput {
  /** The micro-batches of one update; their mean losses are averaged (design reference 3.3). */
  readonly batches: readonly Batch[];
  readonly update: AdamWStep;
  readonly seed: number;
  /** Number of the first micro-batch since the start of the run: the counter of dropout. */
  readonly firstMicroBatch: number;
  readonly touch: () => void;
}

/** Still on the device; `dispose` both after reading. */
export interface StepOutput {
  readonly loss: DeviceScalar;
  /** Global norm before clipping. */
  readonly gradNorm: DeviceScalar;
}

/** One optimizer update: forward, backward, accumulate, clip, AdamW; nothing else. */
export function trainStep({ kernels, store, model }: LoadedModel, input: StepInput): StepOutput {
  store.zeroGradients();
  const share = 1 / input.batches.length;
  const loss = tf.tidy(() => {
    const losses = input.batches.map((batch, i) => {
      const context = trainingContext(kernels, input.touch, input.seed, input.firstMicroBatch + i);
      return onDevice(kernels, batch, (device) => backward(context, model, device, share));
    });
    return losses.length === 1 ? (losses[0] as tf.Tensor) : tf.mul(tf.addN(losses), share);
  });
  return { loss: deviceScalar(loss), gradNorm: store.step(input.update) };
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

/** Logits of a batch without dropout; the caller disposes them. */
export function forward({ kernels, model }: LoadedModel, batch: Batch, context: ForwardContext): tf.Tensor {
  return tf.tidy(() =>
    onDevice(kernels, batch, (device) => {
      const hidden = model.prefix(context, device);
      return model.suffix(context, device, hidden, tf.scalar(0));
    }),
  );
}

function onDevice<T>(kernels: Kernels, batch: Batch, work: (batch: DeviceBatch) => T): T {
  const device = {
    batchSize: batch.batchSize,
    sequenceLength: batch.sequenceLength,
    ids: kernels.ints(batch.inputIds),
    mask: kernels.ints(batch.attentionMask),
    typeIds: kernels.ints(batch.tokenTypeIds),
    labels: kernels.ints(batch.labels),
  };
  try {
    return work(device);
  } finally {
    for (const ints of [device.ids, device.mask, device.typeIds, device.labels]) ints.dispose();
  }
}

function deviceScalar(tensor: tf.Tensor): DeviceScalar {
  return {
    read: async () => (await tensor.data())[0] as number,
    dispose: () => tensor.dispose(),
  };
}

import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../data/collate';
import type { Kernels } from '../kernels/kernels';
import type { ForwardContext } from '../nn/context';
import type { ParameterStore } from '../runtime/parameters';
import type { DeviceBatch, EncoderModel } from './encoder';

/** A model on a device: what a training step, an evaluation or a prediction needs. */
export interface LoadedModel {
  readonly kernels: Kernels;
  readonly store: ParameterStore;
  readonly model: EncoderModel;
}

/** Logits of a batch, without a tape; the caller disposes them. */
export function forward({ kernels, model }: LoadedModel, batch: Batch, context: ForwardContext): tf.Tensor {
  return tf.tidy(() =>
    withBatch(kernels, batch, (device) => {
      const hidden = model.prefix(context, device);
      return model.suffix(context, device, hidden, tf.scalar(0));
    }),
  );
}

/** Runs `work` with the batch on the device, and takes it off again. */
export function withBatch<T>(kernels: Kernels, batch: Batch, work: (batch: DeviceBatch) => T): T {
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

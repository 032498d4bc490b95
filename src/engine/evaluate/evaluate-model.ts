import type * as tf from '@tensorflow/tfjs-core';
import { type Batch, collate, IGNORED_LABEL } from '../data/collate';
import type { ExampleSet } from '../data/example-set';
import { evaluationContext } from '../nn/context';
import type { Device } from '../runtime/device';
import { forward, type LoadedModel } from '../models/loaded-model';
import { EvalLossMeter } from './eval-loss-meter';

export interface EvaluationInput {
  readonly device: Device;
  readonly loaded: LoadedModel;
  readonly examples: ExampleSet;
  readonly labels: 'sequence' | 'token';
  readonly padTokenId: number;
  /** Tokens: nothing is padded beyond. */
  readonly maxLength: number;
  readonly batchSize: number;
  readonly touch: () => void;
  /** Called between batches with the examples done: lets messages in, and may throw to end the evaluation. */
  readonly between: (done: number) => Promise<void>;
}

/** What the metrics need: the true and the predicted class of every labelled position, in order, and the loss. */
export interface EvaluationOutput {
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  /** Where the positions of example i begin; length + 1 entries. */
  readonly starts: Uint32Array;
  readonly loss: number;
  readonly batches: number;
}

/** Batches whose logits are waited for together, so that the device is never idle between two of them. */
const WINDOW = 4;

/** Runs a model over a split in its own order, without dropout. */
export async function evaluateModel(input: EvaluationInput): Promise<EvaluationOutput> {
  const { examples, loaded, device } = input;
  const truth: number[] = [];
  const predicted: number[] = [];
  const starts = [0];
  const meter = new EvalLossMeter();
  const context = evaluationContext(loaded.kernels, input.touch);
  let batches = 0;
  let pending: { readonly batch: Batch; readonly logits: tf.Tensor }[] = [];
  const drain = async () => {
    const window = pending;
    pending = [];
    try {
      await device.settled();
      for (const { batch, logits } of window) {
        collect(batch, (await logits.data()) as Float32Array, logits.shape[1] ?? 0);
      }
    } finally {
      for (const { logits } of window) logits.dispose();
    }
  };
  const collect = (batch: Batch, logits: Float32Array, classes: number) => {
    meter.add(batch, logits, classes);
    const perExample = batch.labels.length / batch.batchSize;
    for (const [row, label] of batch.labels.entries()) {
      if (label !== IGNORED_LABEL) {
        truth.push(label);
        predicted.push(argmax(logits, row * classes, classes));
      }
      if ((row + 1) % perExample === 0) starts.push(truth.length);
    }
  };
  for (let begin = 0; begin < examples.length; begin += input.batchSize) {
    const end = Math.min(begin + input.batchSize, examples.length);
    const batch = collate(
      examples,
      Array.from({ length: end - begin }, (_, i) => begin + i),
      {
        padTokenId: input.padTokenId,
        padToMultipleOf: device.padToMultipleOf,
        labels: input.labels,
        maxLength: input.maxLength,
      },
    );
    pending.push({ batch, logits: forward(loaded, batch, context) });
    batches++;
    if (pending.length === WINDOW) await drain();
    await input.between(end);
  }
  await drain();
  return {
    truth: Int32Array.from(truth),
    predicted: Int32Array.from(predicted),
    starts: Uint32Array.from(starts),
    loss: meter.value,
    batches,
  };
}

/** Index of the largest of `count` values; the lowest on ties. */
function argmax(values: ArrayLike<number>, begin: number, count: number): number {
  let best = 0;
  for (let c = 1; c < count; c++) {
    if ((values[begin + c] as number) > (values[begin + best] as number)) best = c;
  }
  return best;
}

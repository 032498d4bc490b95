import type * as tf from '@tensorflow/tfjs-core';
import { type Batch, collate } from '../data/collate';
import type { ExampleSet } from '../data/example-set';
import { evaluationContext } from '../nn/context';
import type { Device } from '../runtime/device';
import { forward, type LoadedModel } from '../models/loaded-model';
import { EvalLossMeter } from './eval-loss-meter';
import { LabelledPositions } from './labelled-positions';
import type { TaggedTokens } from './token-classification';

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
  readonly positions: TaggedTokens;
  /** Null where the split has no label at all. */
  readonly loss: number | null;
}

/** Batches whose logits are waited for together, so that the device is never idle between two of them. */
const WINDOW = 4;

/** Runs a model over a split in its own order, without dropout. */
export async function evaluateModel(input: EvaluationInput): Promise<EvaluationOutput> {
  const { examples, loaded, device } = input;
  const positions = new LabelledPositions(examples);
  const meter = new EvalLossMeter();
  const context = evaluationContext(loaded.kernels, input.touch);
  const pending: { readonly batch: Batch; readonly logits: tf.Tensor }[] = [];
  const drain = async () => {
    await device.settled();
    for (let first = pending[0]; first !== undefined; first = pending[0]) {
      const { batch, logits } = first;
      const values = (await logits.data()) as Float32Array;
      const classes = logits.shape[1] ?? 0;
      meter.add(batch, values, classes);
      positions.add(batch, values, classes);
      logits.dispose();
      pending.shift();
    }
  };
  try {
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
      if (pending.length === WINDOW) await drain();
      await input.between(end);
    }
    await drain();
  } finally {
    // Of an evaluation that was broken off.
    for (const { logits } of pending) logits.dispose();
  }
  return { positions: positions.result, loss: meter.value };
}

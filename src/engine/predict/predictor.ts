import { collate } from '../data/collate';
import type { ExampleSet } from '../data/example-set';
import { forward, type LoadedModel } from '../models/loaded-model';
import { evaluationContext } from '../nn/context';
import type { Device } from '../runtime/device';
import type { ModelInputs, TextModel } from './text-model';

/** A model on a device of the engine. */
export interface Predictor extends TextModel {
  readonly device: Device;
  readonly loaded: LoadedModel;
}

/** Gives a loaded model its answers; each call of `logits` is one batch. */
export function predictorOn(parts: Omit<Predictor, 'logits'>): Predictor {
  return { ...parts, logits: (inputs, touch) => logitsOf(parts, inputs, touch) };
}

async function logitsOf(
  { task, device, loaded, tokenizer, maxLength, labels }: Omit<Predictor, 'logits'>,
  encodings: readonly ModelInputs[],
  touch: () => void,
): Promise<Float32Array[]> {
  const perToken = task === 'token-classification';
  const batch = collate(
    exampleSet(encodings),
    encodings.map((_, i) => i),
    {
      padTokenId: tokenizer.padId,
      padToMultipleOf: device.padToMultipleOf,
      labels: perToken ? 'token' : 'sequence',
      maxLength,
    },
  );
  const logits = forward(loaded, batch, evaluationContext(loaded.kernels, touch));
  try {
    await device.settled();
    const values = Float32Array.from(await logits.data());
    const rows = perToken ? batch.sequenceLength : 1;
    return encodings.map(({ ids }, i) => {
      const begin = i * rows * labels.length;
      return values.subarray(begin, begin + (perToken ? ids.length : 1) * labels.length);
    });
  } finally {
    logits.dispose();
  }
}

function exampleSet(encodings: readonly ModelInputs[]): ExampleSet {
  const starts = new Uint32Array(encodings.length + 1);
  for (const [i, { ids }] of encodings.entries()) starts[i + 1] = (starts[i] ?? 0) + ids.length;
  const inputIds = new Int32Array(starts[encodings.length] ?? 0);
  const typeIds = new Uint8Array(inputIds.length);
  for (const [i, encoding] of encodings.entries()) {
    inputIds.set(encoding.ids, starts[i]);
    typeIds.set(encoding.typeIds, starts[i]);
  }
  return {
    length: encodings.length,
    inputIds,
    typeIds,
    starts,
    labels: new Int32Array(),
    labelStarts: new Uint32Array(encodings.length + 1),
    wordIds: new Int32Array(),
    files: new Uint32Array(encodings.length),
    rows: new Uint32Array(encodings.length),
  };
}

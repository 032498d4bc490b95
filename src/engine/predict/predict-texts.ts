import type { TextPrediction } from '../../core/contract/predictions';
import { collate } from '../data/collate';
import type { ExampleSet } from '../data/example-set';
import { evaluationContext } from '../nn/context';
import type { Device } from '../runtime/device';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { forward, type LoadedModel } from '../models/loaded-model';
import { classScores } from './text-classification';

export interface Predictor {
  readonly device: Device;
  readonly loaded: LoadedModel;
  readonly tokenizer: Tokenizer;
  readonly maxLength: number;
  readonly labels: readonly string[];
}

/** Class scores of texts, one batch, without dropout. */
export async function predictTexts(
  { device, loaded, tokenizer, maxLength, labels }: Predictor,
  texts: readonly string[],
  touch: () => void,
): Promise<TextPrediction[]> {
  if (texts.length === 0) return [];
  const encodings = texts.map((text) => tokenizer.encode(text, { maxLength }));
  const starts = new Uint32Array(texts.length + 1);
  for (const [i, { ids }] of encodings.entries()) starts[i + 1] = (starts[i] ?? 0) + ids.length;
  const inputIds = new Int32Array(starts[texts.length] ?? 0);
  const typeIds = new Uint8Array(inputIds.length);
  for (const [i, encoding] of encodings.entries()) {
    inputIds.set(encoding.ids, starts[i]);
    typeIds.set(encoding.typeIds, starts[i]);
  }
  const set: ExampleSet = {
    length: texts.length,
    inputIds,
    typeIds,
    starts,
    labels: new Int32Array(),
    labelStarts: new Uint32Array(texts.length + 1),
    files: new Uint8Array(texts.length),
    rows: new Uint32Array(texts.length),
  };
  const batch = collate(
    set,
    texts.map((_, i) => i),
    { padTokenId: tokenizer.padId, padToMultipleOf: device.padToMultipleOf, labels: 'sequence', maxLength },
  );
  const logits = forward(loaded, batch, evaluationContext(loaded.kernels, touch));
  try {
    await device.settled();
    const values = [...(await logits.data())];
    return encodings.map(({ truncated }, i) => ({
      task: 'text-classification',
      scores: classScores(values.slice(i * labels.length, (i + 1) * labels.length), labels, 'softmax'),
      truncated,
    }));
  } finally {
    logits.dispose();
  }
}

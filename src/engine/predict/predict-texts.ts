import type { TextPrediction } from '../../core/contract/predictions';
import { classScores } from './text-classification';
import type { TextModel } from './text-model';

/** Class scores of texts, one batch, without dropout. */
export async function predictTexts(
  model: TextModel,
  texts: readonly string[],
  touch: () => void,
): Promise<TextPrediction[]> {
  if (texts.length === 0) return [];
  const { tokenizer, maxLength, labels } = model;
  const encodings = texts.map((text) => tokenizer.encode(text, { maxLength }));
  const logits = await model.logits(encodings, touch);
  return encodings.map(({ truncated }, i) => ({
    task: 'text-classification',
    scores: classScores(logits[i] ?? [], labels, 'softmax'),
    truncated,
  }));
}

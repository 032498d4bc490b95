import type { TextPrediction } from '../../core/contract/predictions';
import { logitsOf, type Predictor } from './predictor';
import { classScores } from './text-classification';

/** Class scores of texts, one batch, without dropout. */
export async function predictTexts(
  predictor: Predictor,
  texts: readonly string[],
  touch: () => void,
): Promise<TextPrediction[]> {
  if (texts.length === 0) return [];
  const { tokenizer, maxLength, labels } = predictor;
  const encodings = texts.map((text) => tokenizer.encode(text, { maxLength }));
  const logits = await logitsOf(predictor, encodings, touch);
  return encodings.map(({ truncated }, i) => ({
    task: 'text-classification',
    scores: classScores(logits[i] ?? [], labels, 'softmax'),
    truncated,
  }));
}

import type { AggregationStrategy, Entity, TokenPrediction } from '../../../core/contract/predictions';
import type { Encoding } from '../../tokenizer/tokenizer';
import type { TextModel } from '../text-model';
import { aggregate, wordLabel, wordsOf } from './aggregate';
import { mergeOverlapping } from './overlap';
import { type TokenRecord, tokenRecords } from './token-record';
import { joinWindows, placeInText, strideFor } from './windows';

/** A text, or words that are already cut apart: then the text is the words with a space between. */
export type TextOrWords = string | readonly string[];

/** Windows that go through the model at once. */
const BATCH = 8;

/** The label that the pipeline leaves out. */
const OUTSIDE = 'O';

export interface EntityReading {
  /** Positions in code points. */
  readonly prediction: TokenPrediction;
  /** Tags ("B-PER") of the words that came cut apart; one that is nothing to the tokenizer is outside. */
  wordTags(strategy: AggregationStrategy): string[];
}

/**
 * Entities of texts under every strategy, without dropout. What is longer than the model reads is read in windows that
 * overlap, as the pipeline does with a `stride`.
 */
export async function predictTokens(
  model: TextModel,
  inputs: readonly TextOrWords[],
  touch: () => void,
): Promise<EntityReading[]> {
  const { tokenizer, maxLength } = model;
  const windows = inputs.map((input) =>
    tokenizer.encodeWindows(input, { maxLength, stride: strideFor(maxLength) }),
  );
  const logits = await inBatches(model, windows.flat(), touch);
  return inputs.map((input, i) => {
    const own = windows[i] ?? [];
    return readEntities(model, input, own, logits.splice(0, own.length));
  });
}

async function inBatches(
  model: TextModel,
  encodings: readonly Encoding[],
  touch: () => void,
): Promise<Float32Array[]> {
  const logits: Float32Array[] = [];
  for (let begin = 0; begin < encodings.length; begin += BATCH) {
    logits.push(...(await model.logits(encodings.slice(begin, begin + BATCH), touch)));
  }
  return logits;
}

function readEntities(
  { tokenizer, labels, maxLength }: TextModel,
  input: TextOrWords,
  windows: readonly Encoding[],
  logits: readonly Float32Array[],
): EntityReading {
  const words = typeof input === 'string' ? [] : input;
  const text = typeof input === 'string' ? input : input.join(' ');
  const characters = [...text];
  const parts = windows
    .map((window, i) => {
      const placed = typeof input === 'string' ? window : placeInText(window, input);
      return tokenRecords(characters, placed, logits[i] ?? [], labels.length, tokenizer);
    })
    .sort((a, b) => (a[0]?.start ?? 0) - (b[0]?.start ?? 0));
  const tokens = joinWindows(parts, strideFor(maxLength));
  const entities = (strategy: AggregationStrategy): Entity[] => {
    // A token that two windows hold is one token, and no case of overlap.
    const sources = strategy === 'none' ? [tokens] : parts;
    const found = sources
      .flatMap((part) => aggregate(part, labels, strategy, tokenizer.tokensToText))
      .filter(({ label }) => label !== OUTSIDE);
    return sources.length > 1 ? mergeOverlapping(found) : found;
  };
  return {
    prediction: {
      task: 'token-classification',
      text,
      labels,
      tokens: wordsOf(tokens).flatMap((word, wordIndex) =>
        word.map(({ word: token, index, start, end, isSubword, scores }) => ({
          index,
          token,
          start,
          end,
          isSubword,
          wordIndex,
          scores,
        })),
      ),
      entities: {
        none: entities('none'),
        simple: entities('simple'),
        first: entities('first'),
        average: entities('average'),
        max: entities('max'),
      },
      windows: windows.length,
    },
    wordTags: (strategy) => tagWords(words.length, tokens, labels, strategy),
  };
}

/** One tag a word, from the tokens that came of it; "none" and "simple" look at its first. */
function tagWords(
  count: number,
  tokens: readonly TokenRecord[],
  labels: readonly string[],
  strategy: AggregationStrategy,
): string[] {
  const byWord = new Map<number, TokenRecord[]>();
  for (const token of tokens) byWord.set(token.wordId, [...(byWord.get(token.wordId) ?? []), token]);
  const wordStrategy = strategy === 'average' || strategy === 'max' ? strategy : 'first';
  return Array.from({ length: count }, (_, word) => {
    const records = byWord.get(word);
    return records === undefined ? OUTSIDE : wordLabel(records, labels, wordStrategy).label;
  });
}

import type { TokenPrediction, TokenReading } from '../../../core/contract/predictions';

const LABELS = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC'];

function reading(
  index: number,
  token: string,
  [start, end]: readonly [number, number],
  wordIndex: number,
  scores: readonly number[],
): TokenReading {
  return { index, token, start, end, isSubword: token.startsWith('##'), wordIndex, scores };
}

/**
 * "👋 Ann in Hamburg": a character of two UTF-16 units, and a word of two tokens whose first is taken for a person and
 * whose second, surer, for a place. Worked out by hand: the mean of the two is (0.1, 0.3, 0, 0.2, 0.4).
 */
export const GREETING: TokenPrediction = {
  task: 'token-classification',
  text: '👋 Ann in Hamburg',
  labels: LABELS,
  tokens: [
    reading(1, '[UNK]', [0, 2], 0, [0.97, 0.01, 0.01, 0.01, 0]),
    reading(2, 'ann', [3, 6], 1, [0.01, 0.98, 0.01, 0, 0]),
    reading(3, 'in', [7, 9], 2, [1, 0, 0, 0, 0]),
    reading(4, 'ham', [10, 13], 3, [0.2, 0.5, 0, 0.3, 0]),
    reading(5, '##burg', [13, 17], 3, [0, 0.1, 0, 0.1, 0.8]),
  ],
  entities: {
    none: [
      { label: 'B-PER', score: 0.98, word: 'ann', start: 3, end: 6 },
      { label: 'B-PER', score: 0.5, word: 'ham', start: 10, end: 13 },
      { label: 'I-LOC', score: 0.8, word: '##burg', start: 13, end: 17 },
    ],
    simple: [
      { label: 'PER', score: 0.98, word: 'ann', start: 3, end: 6 },
      { label: 'PER', score: 0.5, word: 'ham', start: 10, end: 13 },
      { label: 'LOC', score: 0.8, word: '##burg', start: 13, end: 17 },
    ],
    first: [
      { label: 'PER', score: 0.98, word: 'ann', start: 3, end: 6 },
      { label: 'PER', score: 0.5, word: 'hamburg', start: 10, end: 17 },
    ],
    average: [
      { label: 'PER', score: 0.98, word: 'ann', start: 3, end: 6 },
      { label: 'LOC', score: 0.4, word: 'hamburg', start: 10, end: 17 },
    ],
    max: [
      { label: 'PER', score: 0.98, word: 'ann', start: 3, end: 6 },
      { label: 'LOC', score: 0.8, word: 'hamburg', start: 10, end: 17 },
    ],
  },
  windows: 1,
};

/** "🦙" as byte-level BPE cuts it: three tokens that all stand in the place of the one character. */
export const LLAMA: TokenPrediction = {
  task: 'token-classification',
  text: '🦙',
  labels: LABELS,
  tokens: [
    reading(1, 'ðŁ', [0, 2], 0, [0.9, 0.1, 0, 0, 0]),
    reading(2, 'Ł', [0, 2], 1, [0.1, 0.9, 0, 0, 0]),
    reading(3, 'Ļ', [0, 2], 2, [0.1, 0.1, 0.8, 0, 0]),
  ],
  entities: {
    none: [
      { label: 'B-PER', score: 0.9, word: 'Ł', start: 0, end: 2 },
      { label: 'I-PER', score: 0.8, word: 'Ļ', start: 0, end: 2 },
    ],
    simple: [{ label: 'PER', score: 0.85, word: '�', start: 0, end: 2 }],
    first: [{ label: 'PER', score: 0.85, word: '�', start: 0, end: 2 }],
    average: [{ label: 'PER', score: 0.85, word: '�', start: 0, end: 2 }],
    max: [{ label: 'PER', score: 0.85, word: '�', start: 0, end: 2 }],
  },
  windows: 1,
};

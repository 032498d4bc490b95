import { softmax } from '../softmax';

/** A token of the text with the probability of each label: what the pipeline calls a pre-entity. */
export interface TokenRecord {
  /** As the vocabulary has it, or the text itself where the vocabulary does not. */
  readonly word: string;
  /** Place in its window, special tokens counted. */
  readonly index: number;
  /** Code points of the text, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** Whether the strategies first, average and max join it to the word before. */
  readonly isSubword: boolean;
  /** Index of the word that the tokenizer cut, or was given. */
  readonly wordId: number;
  readonly scores: readonly number[];
}

/** One window of a text: its tokens, special ones among them, and where they stand. */
export interface TokenWindow {
  readonly ids: ArrayLike<number>;
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
  readonly wordIds: ArrayLike<number>;
  readonly specialMask: ArrayLike<number>;
}

/** What the pipeline asks a tokenizer about its tokens. */
export interface TokenKind {
  readonly unkId: number | null;
  /** "##" of a WordPiece; null where the vocabulary marks the beginnings of words instead. */
  readonly continuingSubwordPrefix: string | null;
  idToToken(id: number): string;
}

/**
 * The records of a window (the pipeline's gather_pre_entities). `text` as its code points, `logits` [T, L] row by row
 * for the tokens of the window.
 */
export function tokenRecords(
  text: readonly string[],
  window: TokenWindow,
  logits: ArrayLike<number>,
  labelCount: number,
  kind: TokenKind,
): TokenRecord[] {
  const rows = Array.from(logits);
  return Array.from(window.ids).flatMap((id, index) => {
    if (window.specialMask[index] === 1) return [];
    const start = window.starts[index] ?? 0;
    const end = window.ends[index] ?? 0;
    const isUnknown = id === kind.unkId;
    const token = kind.idToToken(id);
    return [
      {
        word: isUnknown ? text.slice(start, end).join('') : token,
        index,
        start,
        end,
        wordId: window.wordIds[index] ?? 0,
        isSubword: !isUnknown && isSubword(text, token, start, end, kind),
        scores: softmax(rows.slice(index * labelCount, (index + 1) * labelCount)),
      },
    ];
  });
}

/**
 * The pipeline's heuristic. WordPiece: a token of another length than the text it stands for, which also strikes
 * words with decomposed accents. Others: no ASCII space at the beginning of the token or right before it.
 */
function isSubword(
  text: readonly string[],
  token: string,
  start: number,
  end: number,
  { continuingSubwordPrefix }: TokenKind,
): boolean {
  if (continuingSubwordPrefix) return [...token].length !== Math.max(0, end - start);
  return start > 0 && !text.slice(start - 1, start + 1).includes(' ');
}

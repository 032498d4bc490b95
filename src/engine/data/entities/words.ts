/** A word of a text; positions count UTF-16 units of it. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * What ends at white space, one punctuation mark, or one ideograph: as BERT's pre-tokenizer cuts, so that positions
 * beside a mark fall on the edge of a word.
 */
const WORD = /[\p{P}$+<=>^`|~]|\p{Script=Han}|[^\s\p{P}$+<=>^`|~\p{Script=Han}]+/gu;

/** Cuts a text into words. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
}

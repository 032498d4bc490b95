/** Tags of the words of each sentence. */
export type TaggedSentences = readonly (readonly string[])[];

/**
 * A typed stretch of words. Positions run over all sentences, with one place left free after each, as seqeval joins
 * them; `end` is exclusive.
 */
export interface TaggedSpan {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Where each sentence begins in the positions of `TaggedSpan`. */
export function sentenceStarts(sentences: TaggedSentences): number[] {
  let next = 0;
  return sentences.map(({ length }) => {
    const start = next;
    next += length + 1;
    return start;
  });
}

/** A place in the finished sequence: a special token, or the tokens of text A or B. */
export type TemplatePiece =
  | { readonly kind: 'special'; readonly id: number; readonly typeId: number }
  | { readonly kind: 'sequence'; readonly sequence: 'A' | 'B'; readonly typeId: number };

/** Spaces that a token begins or ends with are left out of its offsets. */
export interface OffsetTrimming {
  /** One space at the beginning of a text was not there: it counts for nothing already. */
  readonly addPrefixSpace: boolean;
}

/** How special tokens are put around one text, and around two. */
export interface PostProcessor {
  readonly single: readonly TemplatePiece[];
  readonly pair: readonly TemplatePiece[];
  readonly trimming: OffsetTrimming | null;
}

const A = { kind: 'sequence', sequence: 'A', typeId: 0 } as const;

/** Without a post-processor: the texts alone, of type 0 and 1. */
export const NO_SPECIAL_TOKENS: PostProcessor = {
  single: [A],
  pair: [A, { kind: 'sequence', sequence: 'B', typeId: 1 }],
  trimming: null,
};

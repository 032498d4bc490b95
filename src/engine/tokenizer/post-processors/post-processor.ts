/** A place in the finished sequence: a special token, or the tokens of text A or B. */
export type TemplatePiece =
  | { readonly kind: 'special'; readonly id: number; readonly typeId: number }
  | { readonly kind: 'sequence'; readonly sequence: 'A' | 'B'; readonly typeId: number };

/** How special tokens are put around one text, and around two. */
export interface PostProcessor {
  readonly single: readonly TemplatePiece[];
  readonly pair: readonly TemplatePiece[];
}

/** Without a post-processor: the texts alone, of type 0 and 1. */
export const NO_SPECIAL_TOKENS: PostProcessor = {
  single: [{ kind: 'sequence', sequence: 'A', typeId: 0 }],
  pair: [
    { kind: 'sequence', sequence: 'A', typeId: 0 },
    { kind: 'sequence', sequence: 'B', typeId: 1 },
  ],
};

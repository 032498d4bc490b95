/** A tokenized text, or pair of texts, with special tokens and without padding. */
export interface Encoding {
  readonly ids: Int32Array;
  readonly typeIds: Uint8Array;
  /** Where each token begins in its original text, in code points; special tokens are (0, 0). */
  readonly starts: Int32Array;
  /** Where each token ends, exclusive. */
  readonly ends: Int32Array;
  /** Index of the piece that the pre-tokenizer cut, counted in its own text; -1 for special tokens. */
  readonly wordIds: Int32Array;
  /** 1 for tokens that the post-processor put in. */
  readonly specialMask: Uint8Array;
  /** Whether tokens were cut off to keep within the length. */
  readonly truncated: boolean;
}

export interface EncodeOptions {
  /** Most tokens, special tokens included. */
  readonly maxLength: number;
  readonly pair?: string;
}

/** Text to token ids with exact positions, equal to the Rust library's. */
export interface Tokenizer {
  /** Highest token id + 1: the rows that an embedding must have. */
  readonly vocabSize: number;
  readonly padId: number;
  readonly unkId: number;
  readonly lowercase: boolean;
  readonly modelMaxLength: number | null;
  encode(text: string, options: EncodeOptions): Encoding;
  /** Words that are already cut apart: word ids count them, positions begin anew in each. */
  encodeWords(words: readonly string[], options: { readonly maxLength: number }): Encoding;
  /** The token's text; "" for an id that the vocabulary does not have. */
  idToToken(id: number): string;
}

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

export interface WindowOptions extends EncodeOptions {
  /** How many tokens of text two neighbouring windows share; below what `maxLength` leaves for text. */
  readonly stride: number;
}

/** Text to token ids with exact positions, equal to the Rust library's; a lone surrogate counts as U+FFFD. */
export interface Tokenizer {
  /** Highest token id + 1: the rows that an embedding must have. */
  readonly vocabSize: number;
  readonly padId: number;
  /** The unknown token's id; -1 where there is none. */
  readonly unkId: number;
  readonly lowercase: boolean;
  /** What marks a token that goes on with a word ("##"); null or "" where beginnings are marked instead. */
  readonly continuingSubwordPrefix: string | null;
  readonly modelMaxLength: number | null;
  encode(text: string, options: EncodeOptions): Encoding;
  /** Words that are already cut apart: word ids count them, positions begin anew in each. */
  encodeWords(words: readonly string[], options: { readonly maxLength: number }): Encoding;
  /**
   * The whole of a text, or of words that are already cut apart, in windows that overlap: the one that `encode` gives
   * first, then what it cuts off (`return_overflowing_tokens`). Of a pair, each window of one with each of the other.
   */
  encodeWindows(text: string | readonly string[], options: WindowOptions): Encoding[];
  /** The token's text; "" for an id that the vocabulary does not have. */
  idToToken(id: number): string;
  /** The text that tokens stand for (`convert_tokens_to_string`). */
  tokensToText(tokens: readonly string[]): string;
}

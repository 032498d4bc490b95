/** Tokens of one piece: token k covers the UTF-16 units [starts[k], ends[k]) of the piece. */
export interface PieceTokens {
  readonly ids: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export interface TokenModel {
  readonly vocab: ReadonlyMap<string, number>;
  /** null where the model has no token for what it does not know. */
  readonly unkId: number | null;
  tokenize(piece: string): PieceTokens;
}

/** The token that stands for one byte where a model falls back on bytes. */
export const byteToken = (byte: number): string => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;

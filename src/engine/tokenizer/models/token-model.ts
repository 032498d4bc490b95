/** Tokens of one piece: token k covers [ends[k − 1], ends[k]) in UTF-16 units of the piece, the first begins at 0. */
export interface PieceTokens {
  readonly ids: readonly number[];
  readonly ends: readonly number[];
}

export interface TokenModel {
  readonly vocab: ReadonlyMap<string, number>;
  readonly unkId: number;
  tokenize(piece: string): PieceTokens;
}

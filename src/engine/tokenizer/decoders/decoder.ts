/** Turns tokens into texts; the texts of a whole sequence are joined without anything between. */
export type Decoder = (tokens: readonly string[]) => readonly string[];

/** Without a decoder: the tokens, with spaces between. */
export const SPACED: Decoder = (tokens) => [tokens.join(' ')];

import type { Pieces } from '../working-text';

export interface PreTokenizer {
  /** Cuts pieces of a text into those that the model tokenizes one by one; it may rewrite the text. None is empty. */
  split(pieces: Pieces): Pieces;
}

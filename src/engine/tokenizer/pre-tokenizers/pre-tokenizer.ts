import type { Pieces, WorkingText } from '../working-text';

export interface PreTokenizer {
  /** Cuts a text into the pieces that the model tokenizes one by one; it may rewrite the text. */
  split(text: WorkingText): Pieces;
}

import type { Task } from '../../core/contract/task';
import type { Encoding, Tokenizer } from '../tokenizer/tokenizer';

/** What a model reads of a text. */
export type ModelInputs = Pick<Encoding, 'ids' | 'typeIds'>;

/** A model that answers, wherever it computes, and what it needs to read texts. */
export interface TextModel {
  readonly task: Task;
  readonly tokenizer: Tokenizer;
  /** Tokens, special ones included. */
  readonly maxLength: number;
  readonly labels: readonly string[];
  /**
   * Logits of tokenized texts, without dropout. Each answer has a row of `labels.length` for its text, or for each of
   * its tokens where the task is theirs.
   */
  logits(inputs: readonly ModelInputs[], touch: () => void): Promise<Float32Array[]>;
}

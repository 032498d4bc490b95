import type { WorkingText } from '../working-text';

export interface Normalizer {
  /** Whether it turns letters into lower case. */
  readonly lowercase: boolean;
  normalize(text: WorkingText): WorkingText;
}

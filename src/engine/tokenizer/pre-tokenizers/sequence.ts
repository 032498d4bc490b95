import type { PreTokenizer } from './pre-tokenizer';

/** One pre-tokenizer after the other, each on the pieces of the one before. */
export function preTokenizerSequence(preTokenizers: readonly PreTokenizer[]): PreTokenizer {
  return { split: (pieces) => preTokenizers.reduce((current, each) => each.split(current), pieces) };
}

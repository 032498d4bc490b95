import { z } from 'zod';
import { characterFinder } from '../patterns/pattern';
import { isPunctuation } from '../unicode/classes';
import { cutBehaviorSchema, cutPieces } from './cut';
import type { PreTokenizer } from './pre-tokenizer';

export const punctuationSchema = z.object({
  type: z.literal('Punctuation'),
  behavior: cutBehaviorSchema.default('Isolated'),
});

/** Punctuation of the Rust library: cuts at ASCII punctuation and Unicode's P* classes. */
export function punctuation({ behavior }: z.infer<typeof punctuationSchema>): PreTokenizer {
  const find = characterFinder(isPunctuation);
  return { split: (pieces) => cutPieces(pieces, find, behavior, false) };
}

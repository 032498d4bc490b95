import { z } from 'zod';
import { characterFinder } from '../patterns/pattern';
import { isNumeric } from '../unicode/classes';
import { cutPieces } from './cut';
import type { PreTokenizer } from './pre-tokenizer';

export const digitsSchema = z.object({
  type: z.literal('Digits'),
  individual_digits: z.boolean().default(false),
});

/** Digits of the Rust library: numbers apart from the rest, as a whole or digit by digit. */
export function digits(options: z.infer<typeof digitsSchema>): PreTokenizer {
  const find = characterFinder(isNumeric);
  const behavior = options.individual_digits ? 'Isolated' : 'Contiguous';
  return { split: (pieces) => cutPieces(pieces, find, behavior, false) };
}

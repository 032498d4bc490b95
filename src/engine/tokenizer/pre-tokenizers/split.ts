import { z } from 'zod';
import { compilePattern, patternSchema } from '../patterns/pattern';
import { cutBehaviorSchema, cutPieces } from './cut';
import type { PreTokenizer } from './pre-tokenizer';

export const splitSchema = z.object({
  type: z.literal('Split'),
  pattern: patternSchema,
  behavior: cutBehaviorSchema,
  invert: z.boolean().default(false),
});

/** Split of the Rust library: cuts at the matches of a string or an expression. */
export function split(options: z.infer<typeof splitSchema>): PreTokenizer {
  const find = compilePattern('pre_tokenizer', options.pattern);
  return { split: (pieces) => cutPieces(pieces, find, options.behavior, options.invert) };
}

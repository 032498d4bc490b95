import { z } from 'zod';
import { spellBytes } from '../byte-alphabet';
import { compilePattern } from '../patterns/pattern';
import { lazy } from '../unicode/rows';
import { cutPieces } from './cut';
import { prefixPieces } from './prefix';
import type { PreTokenizer } from './pre-tokenizer';

/** ByteLevel as a pre-tokenizer, a post-processor and a decoder. */
export const byteLevelSchema = z.object({
  type: z.literal('ByteLevel'),
  add_prefix_space: z.boolean().default(true),
  trim_offsets: z.boolean().default(true),
  use_regex: z.boolean().default(true),
});

const GPT2_WORDS = lazy(() =>
  compilePattern('pre_tokenizer', {
    Regex: String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`,
  }),
);

/** ByteLevel of the Rust library: GPT-2's words, spelt in the byte alphabet. */
export function byteLevel(options: z.infer<typeof byteLevelSchema>): PreTokenizer {
  return {
    split(pieces) {
      const prefixed = options.add_prefix_space
        ? prefixPieces(pieces, ' ', ({ text }, begin) => text[begin] !== ' ')
        : pieces;
      const cut = options.use_regex ? cutPieces(prefixed, GPT2_WORDS(), 'Isolated', false) : prefixed;
      const bounds = [...cut.bounds];
      return { text: spellBytes(cut.text, bounds), bounds };
    },
  };
}

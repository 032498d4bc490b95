import { z } from 'zod';
import { startOf } from '../working-text';
import { cutPieces } from './cut';
import { prefixPieces } from './prefix';
import type { PreTokenizer } from './pre-tokenizer';

const prependSchemeSchema = z.enum(['always', 'first', 'never']);

/** Metaspace as a pre-tokenizer and as a decoder; files of before 2023 have `add_prefix_space` in place of a scheme. */
export const metaspaceSchema = z
  .object({
    type: z.literal('Metaspace'),
    replacement: z.string().length(1),
    add_prefix_space: z.boolean().nullish(),
    prepend_scheme: prependSchemeSchema.nullish(),
    split: z.boolean().nullish(),
  })
  .transform((options) => ({
    replacement: options.replacement,
    prependScheme: options.prepend_scheme ?? (options.add_prefix_space === false ? 'never' : 'always'),
    splits: options.split ?? true,
  }));

/** Metaspace of the Rust library: spaces become ▁, and a ▁ begins each piece. */
export function metaspace(options: z.output<typeof metaspaceSchema>): PreTokenizer {
  const { replacement, prependScheme, splits } = options;
  const find = (text: string): number[] => {
    const bounds: number[] = [];
    for (let at = text.indexOf(replacement); at >= 0; at = text.indexOf(replacement, at + 1)) {
      bounds.push(at, at + 1);
    }
    return bounds;
  };
  return {
    split({ text, bounds }) {
      const spaced = { ...text, text: text.text.replaceAll(' ', replacement) };
      const prefixed =
        prependScheme === 'never'
          ? { text: spaced, bounds }
          : prefixPieces(
              { text: spaced, bounds },
              replacement,
              (working, begin) =>
                working.text[begin] !== replacement &&
                (prependScheme === 'always' || startOf(working, begin) === 0),
            );
      return splits ? cutPieces(prefixed, find, 'MergedWithNext', false) : prefixed;
    },
  };
}

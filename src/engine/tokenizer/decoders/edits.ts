import { z } from 'zod';
import { compilePattern } from '../patterns/pattern';
import type { replaceSchema } from '../normalizers/replace';
import type { Decoder } from './decoder';

/** All tokens as one. */
export const fuse: Decoder = (tokens) => [tokens.join('')];

export const bpeDecoderSchema = z.object({
  type: z.literal('BPEDecoder'),
  suffix: z.string().default('</w>'),
});

/** The suffix ends a word: a space, and nothing in the last token. */
export function bpeDecoder({ suffix }: z.infer<typeof bpeDecoderSchema>): Decoder {
  return (tokens) => tokens.map((token, i) => token.replaceAll(suffix, i === tokens.length - 1 ? '' : ' '));
}

export const stripDecoderSchema = z.object({
  type: z.literal('Strip'),
  content: z.string(),
  start: z.number().int().nonnegative(),
  stop: z.number().int().nonnegative(),
});

/** At most `start` and `stop` times `content` off the ends of each token. */
export function stripDecoder({ content, start, stop }: z.infer<typeof stripDecoderSchema>): Decoder {
  return (tokens) =>
    tokens.map((token) => {
      const characters = Array.from(token);
      let begin = 0;
      while (begin < start && characters[begin] === content) begin++;
      let end = characters.length;
      while (end > begin && characters.length - end < stop && characters[end - 1] === content) end--;
      return characters.slice(begin, end).join('');
    });
}

/** Replaces a pattern in each token. */
export function replaceDecoder({ pattern, content }: z.infer<typeof replaceSchema>): Decoder {
  const findMatches = compilePattern('decoder', pattern);
  return (tokens) =>
    tokens.map((token) => {
      let text = '';
      let from = 0;
      const matches = findMatches(token);
      for (let m = 0; m < matches.length; m += 2) {
        text += token.slice(from, matches[m]) + content;
        from = matches[m + 1] ?? 0;
      }
      return text + token.slice(from);
    });
}

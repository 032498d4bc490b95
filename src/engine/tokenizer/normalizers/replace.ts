import { z } from 'zod';
import { compilePattern, patternSchema } from '../patterns/pattern';
import { TextBuilder } from '../text-builder';
import type { Normalizer } from './normalizer';

export const replaceSchema = z.object({
  type: z.literal('Replace'),
  pattern: patternSchema,
  content: z.string(),
});

/** Replace of the Rust library: what is put in belongs where the last replaced character does. */
export function replace({ pattern, content }: z.infer<typeof replaceSchema>): Normalizer {
  const findMatches = compilePattern('normalizer', pattern);
  return {
    lowercase: false,
    normalize(text) {
      const matches = findMatches(text.text);
      if (matches.length === 0) return text;
      const { length } = text.text;
      const builder = new TextBuilder(text, length + (matches.length / 2) * content.length);
      let from = 0;
      for (let m = 0; m < matches.length; m += 2) {
        const end = matches[m + 1] ?? 0;
        builder.copy(from, matches[m] ?? 0);
        builder.insert(content, end - 1);
        from = end;
      }
      builder.copy(from, length);
      return builder.build();
    },
  };
}

import { z } from 'zod';
import { TextBuilder } from '../text-builder';
import type { Normalizer } from './normalizer';

export const prependSchema = z.object({ type: z.literal('Prepend'), prepend: z.string() });

/** Prepend of the Rust library: a string before every text that is not empty. */
export function prepend({ prepend: prefix }: z.infer<typeof prependSchema>): Normalizer {
  return {
    lowercase: false,
    normalize(text) {
      const { length } = text.text;
      if (length === 0 || prefix === '') return text;
      const builder = new TextBuilder(text, length + prefix.length);
      builder.insert(prefix, 0);
      builder.copy(0, length);
      return builder.build();
    },
  };
}

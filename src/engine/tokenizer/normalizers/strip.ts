import { z } from 'zod';
import { isWhitespace } from '../unicode/classes';
import { sliceText } from '../working-text';
import type { Normalizer } from './normalizer';

export const stripSchema = z.object({
  type: z.literal('Strip'),
  strip_left: z.boolean(),
  strip_right: z.boolean(),
});

/** Strip of the Rust library: white space off the ends. White space lies in the first plane: units are enough. */
export function strip(options: z.infer<typeof stripSchema>): Normalizer {
  return {
    lowercase: false,
    normalize(text) {
      let begin = 0;
      let end = text.text.length;
      if (options.strip_left) while (begin < end && isWhitespace(text.text.charCodeAt(begin))) begin++;
      if (options.strip_right) while (end > begin && isWhitespace(text.text.charCodeAt(end - 1))) end--;
      return sliceText(text, begin, end);
    },
  };
}

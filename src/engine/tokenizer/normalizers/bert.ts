import { z } from 'zod';
import { AlignedPoints } from '../aligned-points';
import { isChinese, isNonspacingMark, isRemoved, isWhitespace } from '../unicode/classes';
import { decompose } from '../unicode/normalization';
import { isAscii, type WorkingText } from '../working-text';
import { lowerCase } from './lowercase';
import type { Normalizer } from './normalizer';

export const bertNormalizerSchema = z.object({
  type: z.literal('BertNormalizer'),
  clean_text: z.boolean().default(true),
  handle_chinese_chars: z.boolean().default(true),
  /** null follows `lowercase`. */
  strip_accents: z.boolean().nullable().default(null),
  lowercase: z.boolean().default(true),
});
type Options = z.infer<typeof bertNormalizerSchema>;

const SPACE = 0x20;

/** BertNormalizer of the Rust library: clean, set ideographs apart, strip accents, lower-case, in that order. */
export function bertNormalizer(options: Options): Normalizer {
  const stripAccents = options.strip_accents ?? options.lowercase;
  return {
    lowercase: options.lowercase,
    normalize(text) {
      if (isAscii(text.text) && !(options.clean_text && hasRemoved(text.text))) return ascii(text, options);
      let points = AlignedPoints.from(text);
      if (options.clean_text) points = cleanText(points);
      if (options.handle_chinese_chars) points = spaceIdeographs(points);
      if (stripAccents) {
        points = points.transform(decompose(points.points, false)).without(isNonspacingMark);
      }
      if (options.lowercase) points = lowerCase(points);
      return points.toText();
    },
  };
}

function hasRemoved(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (isRemoved(text.charCodeAt(i))) return true;
  return false;
}

function ascii(text: WorkingText, options: Options): WorkingText {
  const cleaned = options.clean_text ? text.text.replace(/[\t\n\r]/g, ' ') : text.text;
  return { ...text, text: options.lowercase ? cleaned.toLowerCase() : cleaned };
}

function cleanText(source: AlignedPoints): AlignedPoints {
  const target = new AlignedPoints();
  for (let i = 0; i < source.points.length; i++) {
    const point = source.points[i] ?? 0;
    if (!isRemoved(point)) target.pushFrom(source, i, isWhitespace(point) ? SPACE : point);
  }
  return target;
}

function spaceIdeographs(source: AlignedPoints): AlignedPoints {
  if (!source.points.some(isChinese)) return source;
  const target = new AlignedPoints();
  for (let i = 0; i < source.points.length; i++) {
    const point = source.points[i] ?? 0;
    const apart = isChinese(point);
    if (apart) target.pushFrom(source, i, SPACE);
    target.pushFrom(source, i, point);
    if (apart) target.pushFrom(source, i, SPACE);
  }
  return target;
}

import { z } from 'zod';
import {
  combiningClass,
  isChinese,
  isDecomposed,
  isNonspacingMark,
  isRemoved,
  isStarter,
  isWhitespace,
  toLower,
} from '../unicode/classes';
import { AlignedPoints, type WorkingText } from '../working-text';
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
const CAPITAL_I_WITH_DOT = 0x130;
const DOT_ABOVE = 0x307;

/** BertNormalizer of the Rust library: clean, set ideographs apart, strip accents, lower-case, in that order. */
export function bertNormalizer(options: Options): Normalizer {
  const stripAccents = options.strip_accents ?? options.lowercase;
  return {
    lowercase: options.lowercase,
    normalize(text) {
      if (text.starts === null && !(options.clean_text && hasRemoved(text.text))) return ascii(text, options);
      let points = AlignedPoints.from(text);
      if (options.clean_text) points = cleanText(points);
      if (options.handle_chinese_chars) points = spaceIdeographs(points);
      if (stripAccents) points = stripMarks(decompose(points));
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

/** A character of a decomposition; `first` consumes the next source character, the others repeat the range before. */
interface Part {
  readonly point: number;
  readonly first: boolean;
  readonly combining: number;
}

/** NFD with the Rust library's tables and its way of keeping ranges while marks are put into canonical order. */
function decompose(source: AlignedPoints): AlignedPoints {
  const target = new AlignedPoints();
  let consumed = 0;
  let marks: Part[] = [];
  const put = (part: Part): void => {
    if (part.first) consumed++;
    target.pushFrom(source, consumed - 1, part.point);
  };
  const flush = (): void => {
    for (const part of marks.sort((a, b) => a.combining - b.combining)) put(part);
    marks = [];
  };
  for (const point of source.points) {
    if (marks.length === 0 && isStarter(point)) {
      target.pushFrom(source, consumed++, point);
      continue;
    }
    const parts = isDecomposed(point) ? [...String.fromCodePoint(point).normalize('NFD')] : null;
    for (let k = 0; k < (parts?.length ?? 1); k++) {
      const piece = parts?.[k]?.codePointAt(0) ?? point;
      const part = { point: piece, first: k === 0, combining: combiningClass(piece) };
      if (part.combining > 0) {
        marks.push(part);
      } else {
        if (marks.length > 0) flush();
        put(part);
      }
    }
  }
  flush();
  return target;
}

function stripMarks(source: AlignedPoints): AlignedPoints {
  if (!source.points.some(isNonspacingMark)) return source;
  const target = new AlignedPoints();
  for (let i = 0; i < source.points.length; i++) {
    const point = source.points[i] ?? 0;
    if (!isNonspacingMark(point)) target.pushFrom(source, i, point);
  }
  return target;
}

function lowerCase(source: AlignedPoints): AlignedPoints {
  const target = new AlignedPoints();
  for (let i = 0; i < source.points.length; i++) {
    const point = source.points[i] ?? 0;
    if (point === CAPITAL_I_WITH_DOT) {
      target.pushFrom(source, i, 0x69);
      target.pushFrom(source, i, DOT_ABOVE);
    } else {
      target.pushFrom(source, i, toLower(point));
    }
  }
  return target;
}

import { z } from 'zod';
import { translateRegex } from './oniguruma';

export const patternSchema = z.union([z.object({ String: z.string() }), z.object({ Regex: z.string() })]);

/** All matches in a text, left to right: begin and end, in UTF-16 units, alternate. */
export type MatchFinder = (text: string) => readonly number[];

/**
 * A finder for a pattern of tokenizer.json. `part` names where it stands, for the error
 * `MODEL_UNSUPPORTED_TOKENIZER` of an expression that cannot be translated.
 */
export function compilePattern(part: string, pattern: z.infer<typeof patternSchema>): MatchFinder {
  if ('String' in pattern) return pattern.String === '' ? () => [] : stringFinder(pattern.String);
  return regexFinder(translateRegex(part, pattern.Regex));
}

function stringFinder(sought: string): MatchFinder {
  return (text) => {
    const bounds: number[] = [];
    for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length)) {
      bounds.push(at, at + sought.length);
    }
    return bounds;
  };
}

export function regexFinder(regex: RegExp): MatchFinder {
  return (text) => {
    const bounds: number[] = [];
    for (const match of text.matchAll(regex)) bounds.push(match.index, match.index + match[0].length);
    return bounds;
  };
}

/** Matches of one character each, by its code point. */
export function characterFinder(matches: (point: number) => boolean): MatchFinder {
  return (text) => {
    const bounds: number[] = [];
    for (let i = 0; i < text.length; ) {
      const point = text.codePointAt(i) ?? 0;
      const next = i + (point > 0xffff ? 2 : 1);
      if (matches(point)) bounds.push(i, next);
      i = next;
    }
    return bounds;
  };
}

import { z } from 'zod';
import { RUST_WORD } from './unicode/categories';
import { isWhitespace } from './unicode/classes';
import { lazy } from './unicode/rows';

export const addedTokenSchema = z.object({
  id: z.number().int().nonnegative(),
  content: z.string(),
  single_word: z.boolean().default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  normalized: z.boolean().default(true),
  special: z.boolean().default(false),
});
export type AddedToken = z.infer<typeof addedTokenSchema>;

/** A stretch of text, in UTF-16 units: an added token's id, or null for text that goes on to the model. */
export interface Stretch {
  readonly id: number | null;
  readonly begin: number;
  readonly end: number;
}

/** Finds added tokens in a text, leftmost first and the longest there. */
export type AddedTokenFinder = (text: string) => readonly Stretch[];

const WORD_START = lazy(() => new RegExp(`^${RUST_WORD().toClass()}`, 'u'));
const WORD_END = lazy(() => new RegExp(`${RUST_WORD().toClass()}$`, 'u'));

/** A finder for tokens by the text they are found as (their content, or its normalized form); null without tokens. */
export function addedTokenFinder(
  tokens: readonly { form: string; token: AddedToken }[],
): AddedTokenFinder | null {
  const usable = tokens.filter(({ form }) => form !== '').sort((a, b) => b.form.length - a.form.length);
  if (usable.length === 0) return null;
  const byForm = new Map(usable.toReversed().map(({ form, token }) => [form, token]));
  const pattern = new RegExp(
    usable.map(({ form }) => form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'),
    'gu',
  );

  return (text) => {
    const stretches: Stretch[] = [];
    let from = 0;
    for (const match of text.matchAll(pattern)) {
      const token = byForm.get(match[0]);
      let begin = match.index;
      let end = begin + match[0].length;
      if (!token || (token.single_word && touchesWord(text, begin, end))) continue;
      if (token.lstrip) while (begin > from && isWhitespace(text.charCodeAt(begin - 1))) begin--;
      if (token.rstrip) while (end < text.length && isWhitespace(text.charCodeAt(end))) end++;
      if (from < begin) stretches.push({ id: null, begin: from, end: begin });
      stretches.push({ id: token.id, begin, end });
      from = end;
    }
    if (from < text.length) stretches.push({ id: null, begin: from, end: text.length });
    return stretches;
  };
}

function touchesWord(text: string, begin: number, end: number): boolean {
  // Two units reach any one character.
  const before = text.slice(Math.max(0, begin - 2), begin);
  return WORD_END().test(before) || WORD_START().test(text.slice(end, end + 2));
}

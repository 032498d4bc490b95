import { type Literal, parseLiteral } from './literal';

/** More than this many numbers are no tags. */
const MOST = 10_000;

/**
 * Names of tags by number, as people paste them: `{0: 'O', 1: 'B-PER'}`, `{"O": 0}`, `["O", "B-PER"]`, "0 O" or "0: O"
 * on lines, or the names alone, one a line or between commas. A number without a name has ""; null for anything else.
 */
export function parseTagNames(text: string): readonly string[] | null {
  const trimmed = text.trim().replace(/^\w+\s*=\s*/, '');
  if (trimmed === '') return null;
  const literal = parseLiteral(trimmed);
  if (literal instanceof Map) return byNumber([...literal].map(numbered));
  if (Array.isArray(literal)) return allTexts(literal);
  if (/^[[{(]/.test(trimmed)) return null;
  const lines = trimmed.split(/\r?\n/).map((line) => line.trim().replace(/,$/, ''));
  const pairs = lines.filter((line) => line !== '').map(pairOf);
  if (pairs.every((pair) => pair !== null)) return byNumber(pairs);
  const names = (lines.length === 1 ? trimmed.split(/[\s,;]+/) : lines).filter((name) => name !== '');
  return names.some((name) => /\s/.test(name)) ? null : names;
}

type Pair = readonly [number: number, name: string];

function allTexts(items: readonly Literal[]): readonly string[] | null {
  const names = items.filter((item) => typeof item === 'string');
  return names.length === items.length && names.length > 0 ? names : null;
}

/** Either side of an entry may be the number. */
function numbered([key, value]: [Literal, Literal]): Pair | null {
  const number = (side: Literal): number =>
    typeof side === 'number' ? side : typeof side === 'string' && /^\d+$/.test(side) ? Number(side) : -1;
  if (typeof value === 'string' && number(key) >= 0) return [number(key), value];
  if (typeof key === 'string' && number(value) >= 0) return [number(value), key];
  return null;
}

function pairOf(line: string): Pair | null {
  const match = /^(\d+)\s*[:=\t, ]\s*['"]?([^\s'"]+)['"]?$/.exec(line);
  if (match) return [Number(match[1]), match[2] ?? ''];
  const swapped = /^['"]?([^\s'"]+?)['"]?\s*[:=\t ]\s*(\d+)$/.exec(line);
  return swapped ? [Number(swapped[2]), swapped[1] ?? ''] : null;
}

function byNumber(pairs: readonly (Pair | null)[]): readonly string[] | null {
  const names: string[] = [];
  for (const pair of pairs) {
    if (pair === null || !Number.isInteger(pair[0]) || pair[0] >= MOST) return null;
    while (names.length <= pair[0]) names.push('');
    names[pair[0]] = pair[1];
  }
  return names.length > 0 ? names : null;
}

import { SPACE_UNIT } from '../byte-alphabet';
import { isWhitespace } from '../unicode/classes';

/** How many spaces a token begins and ends with. */
export interface TokenSpaces {
  readonly leading: number;
  readonly trailing: number;
}

const isSpace = (unit: number): boolean => unit === SPACE_UNIT || isWhitespace(unit);

/** Spaces at the ends of a token's text, white space or the byte alphabet's Ġ. */
export function spacesOf(token: string): TokenSpaces {
  let leading = 0;
  while (leading < token.length && isSpace(token.charCodeAt(leading))) leading++;
  let trailing = 0;
  while (trailing < token.length && isSpace(token.charCodeAt(token.length - 1 - trailing))) trailing++;
  return { leading, trailing };
}

/**
 * The offsets [start, end) without the token's spaces (`process_offsets` of the Rust library). `mayHavePrefix`: a single
 * space that the token begins with may be one that was added.
 */
export function trimOffsets(
  start: number,
  end: number,
  { leading, trailing }: TokenSpaces,
  mayHavePrefix: boolean,
): [number, number] {
  const skipped = mayHavePrefix && leading === 1 ? 0 : leading;
  const begin = Math.min(start + skipped, end);
  return [begin, trailing > 0 && end >= trailing ? Math.max(end - trailing, begin) : end];
}

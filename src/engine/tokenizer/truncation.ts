/** Where texts that are too long lose tokens: at their end, or at their beginning. */
export type TruncationSide = 'right' | 'left';

/** A range of a text's tokens: from `begin` to `end`, exclusive. */
export interface TokenRange {
  readonly begin: number;
  readonly end: number;
}

/**
 * How many tokens of two texts are kept within `limit`: the Rust library's "longest first" (`truncate_encodings`).
 */
export function longestFirst(first: number, second: number, limit: number): [number, number] {
  if (first + second <= limit) return [first, second];
  const swapped = first > second;
  let short = Math.min(first, second);
  let long = short > limit ? short : Math.max(short, limit - short);
  if (short + long > limit) {
    short = Math.floor(limit / 2);
    long = short + (limit % 2);
  }
  return swapped ? [long, short] : [short, long];
}

/** Ranges of at most `size` of `count` tokens that share `stride` with their neighbour, the kept one first. */
export function tokenRanges(
  count: number,
  size: number,
  stride: number,
  side: TruncationSide,
): readonly TokenRange[] {
  const at = (begin: number, end: number): TokenRange =>
    side === 'right' ? { begin, end } : { begin: count - end, end: count - begin };
  if (size <= 0) return [at(0, 0)];
  const step = Math.max(1, size - stride);
  const ranges: TokenRange[] = [];
  let end = 0;
  for (let begin = 0; ranges.length === 0 || end < count; begin += step) {
    end = Math.min(begin + size, count);
    ranges.push(at(begin, end));
  }
  return ranges;
}

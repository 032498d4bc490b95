/**
 * How many tokens of two texts are kept within `limit`: the Rust library's "longest first" (`truncate_encodings`).
 * `second` is null without a pair.
 */
export function longestFirst(first: number, second: number | null, limit: number): [number, number] {
  if (second === null) return [Math.min(first, limit), 0];
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

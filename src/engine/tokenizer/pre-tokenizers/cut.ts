import { z } from 'zod';
import type { MatchFinder } from '../patterns/pattern';
import type { Pieces } from '../working-text';

/** What becomes of the matches of a pattern that cuts a text, by its name in tokenizer.json. */
export const cutBehaviorSchema = z.enum([
  'Removed',
  'Isolated',
  'MergedWithPrevious',
  'MergedWithNext',
  'Contiguous',
]);
export type CutBehavior = z.infer<typeof cutBehaviorSchema>;

/** Cuts each piece at the matches that `find` sees in it; where `invert`, at what lies between the matches. */
export function cutPieces(pieces: Pieces, find: MatchFinder, behavior: CutBehavior, invert: boolean): Pieces {
  const { text, bounds } = pieces;
  const cut: number[] = [];
  for (let p = 0; p < bounds.length; p += 2) {
    const begin = bounds[p] ?? 0;
    const piece = text.text.slice(begin, bounds[p + 1]);
    cutPiece(cut, begin, piece.length, find(piece), behavior, invert);
  }
  return { text, bounds: cut };
}

function cutPiece(
  cut: number[],
  begin: number,
  length: number,
  matches: readonly number[],
  behavior: CutBehavior,
  invert: boolean,
): void {
  const first = cut.length;
  let wasMatch = false;
  const put = (from: number, to: number, isMatch: boolean): void => {
    // An empty piece is dropped; it still stands between its neighbours.
    const isJoined =
      cut.length > first &&
      ((behavior === 'MergedWithPrevious' && isMatch && !wasMatch) ||
        (behavior === 'MergedWithNext' && !isMatch && wasMatch) ||
        (behavior === 'Contiguous' && isMatch === wasMatch));
    wasMatch = isMatch;
    if (behavior === 'Removed' && isMatch) return;
    if (isJoined) cut[cut.length - 1] = begin + to;
    else if (from < to) cut.push(begin + from, begin + to);
  };
  let from = 0;
  for (let m = 0; m < matches.length; m += 2) {
    const start = matches[m] ?? 0;
    const end = matches[m + 1] ?? 0;
    if (from < start) put(from, start, invert);
    put(start, end, !invert);
    from = end;
  }
  if (from < length) put(from, length, invert);
}

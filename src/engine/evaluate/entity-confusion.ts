import type { EntityConfusion } from '../../core/contract/run';
import { CellRows, type RowOf } from './confusion-rows';
import type { TaggedSpan } from './seqeval/span';

/** A true entity and the one found in its place; one of them may be missing. */
interface Pair {
  readonly truth: TaggedSpan | null;
  readonly found: TaggedSpan | null;
}

const overlap = (a: TaggedSpan, b: TaggedSpan): number => Math.min(a.end, b.end) - Math.max(a.start, b.start);

/**
 * Pairs each true entity with at most one that was found: the same stretch first, then the one it shares most words
 * with (of equals one of its own type, then the earlier). What is left was missed, or invented. Both lists are in
 * text order, and entities of one list do not overlap.
 */
export function pairEntities(truth: readonly TaggedSpan[], found: readonly TaggedSpan[]): Pair[] {
  const candidates = overlapping(truth, found).sort(
    (a, b) =>
      Number(b.isExact) - Number(a.isExact) ||
      b.shared - a.shared ||
      Number(b.isSameType) - Number(a.isSameType) ||
      a.truth.start - b.truth.start ||
      a.found.start - b.found.start,
  );
  const paired = new Set<TaggedSpan>();
  const pairs: Pair[] = [];
  for (const candidate of candidates) {
    if (paired.has(candidate.truth) || paired.has(candidate.found)) continue;
    paired.add(candidate.truth).add(candidate.found);
    pairs.push({ truth: candidate.truth, found: candidate.found });
  }
  for (const span of truth) if (!paired.has(span)) pairs.push({ truth: span, found: null });
  for (const span of found) if (!paired.has(span)) pairs.push({ truth: null, found: span });
  return pairs.sort((a, b) => placeOf(a) - placeOf(b));
}

const placeOf = ({ truth, found }: Pair): number => truth?.start ?? found?.start ?? 0;

function overlapping(truth: readonly TaggedSpan[], found: readonly TaggedSpan[]) {
  const candidates = [];
  let first = 0;
  for (const one of truth) {
    while ((found[first]?.end ?? Number.POSITIVE_INFINITY) <= one.start) first++;
    for (let i = first; (found[i]?.start ?? Number.POSITIVE_INFINITY) < one.end; i++) {
      const other = found[i];
      if (other === undefined) break;
      candidates.push({
        truth: one,
        found: other,
        shared: overlap(one, other),
        isExact: one.start === other.start && one.end === other.end,
        isSameType: one.type === other.type,
      });
    }
  }
  return candidates;
}

/** Missed, invented, of another type, with other boundaries: every entity once; `exampleAt` tells whose word a position is. */
export function entityConfusion(
  truth: readonly TaggedSpan[],
  found: readonly TaggedSpan[],
  types: readonly string[],
  exampleAt: (position: number) => number,
  rowOf: RowOf,
): EntityConfusion {
  const nothing = types.length;
  const grid = () => Array.from({ length: nothing + 1 }, () => new Array<number>(nothing + 1).fill(0));
  const counts = grid();
  const wrongBoundary = grid();
  const cells = new CellRows<{ truth: number; predicted: number; wrongBoundary: boolean }>(rowOf);
  const indexOf = (span: TaggedSpan | null) => (span === null ? nothing : types.indexOf(span.type));
  for (const pair of pairEntities(truth, found)) {
    const row = indexOf(pair.truth);
    const column = indexOf(pair.found);
    const isMoved =
      pair.truth !== null &&
      pair.found !== null &&
      (pair.truth.start !== pair.found.start || pair.truth.end !== pair.found.end);
    add(counts, row, column);
    if (isMoved) add(wrongBoundary, row, column);
    cells.add({ truth: row, predicted: column, wrongBoundary: isMoved }, exampleAt(placeOf(pair)));
  }
  return { types: [...types], counts, wrongBoundary, cells: cells.cells };
}

function add(grid: number[][], row: number, column: number): void {
  const cells = grid[row];
  if (cells === undefined || cells[column] === undefined)
    throw new RangeError(`no such type: ${row}, ${column}`);
  cells[column] += 1;
}

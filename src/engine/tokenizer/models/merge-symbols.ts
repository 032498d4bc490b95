import type { MergeTable } from './merge-table';

/** The symbols of a word: token ids, and how long each is. */
export interface Symbols {
  readonly ids: number[];
  readonly lengths: number[];
}

/** Positions in a word are below this. */
const POSITIONS = 2 ** 24;

/**
 * Merges neighbours, the lowest rank first and the leftmost of equals, until none merges: O(n log n) in the symbols,
 * because a word can be a whole text.
 */
export function mergeSymbols({ ids, lengths }: Symbols, merges: MergeTable): Symbols {
  const count = ids.length;
  if (count < 2) return { ids, lengths };
  const previous = Array.from({ length: count }, (_, i) => i - 1);
  const next = Array.from({ length: count }, (_, i) => i + 1);
  const queue = new Queue();
  const offer = (left: number, right: number): void => {
    const rank = merges.rank(ids[left] ?? -2, ids[right] ?? -2);
    if (rank >= 0) queue.push(rank * POSITIONS + left);
  };
  for (let i = 0; i + 1 < count; i++) offer(i, i + 1);

  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const rank = Math.floor(key / POSITIONS);
    const left = key - rank * POSITIONS;
    const right = next[left] ?? count;
    // An entry whose symbols have merged otherwise meanwhile.
    if (lengths[left] === 0 || right >= count) continue;
    const [leftId = 0, rightId = 0] = [ids[left], ids[right]];
    if (merges.rank(leftId, rightId) !== rank) continue;

    ids[left] = merges.result(leftId, rightId);
    lengths[left] = (lengths[left] ?? 0) + (lengths[right] ?? 0);
    lengths[right] = 0;
    const after = next[right] ?? count;
    next[left] = after;
    if (after < count) {
      previous[after] = left;
      offer(left, after);
    }
    const before = previous[left] ?? -1;
    if (before >= 0) offer(before, left);
  }
  const merged: Symbols = { ids: [], lengths: [] };
  for (let i = 0; i < count; i = next[i] ?? count) {
    merged.ids.push(ids[i] ?? 0);
    merged.lengths.push(lengths[i] ?? 0);
  }
  return merged;
}

/** A binary heap that gives the smallest number first. */
class Queue {
  private readonly heap: number[] = [];

  push(value: number): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(value);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] ?? 0;
      if (above <= value) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = value;
  }

  pop(): number | undefined {
    const { heap } = this;
    const smallest = heap[0];
    const value = heap.pop();
    if (value === undefined || heap.length === 0) return smallest;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child++;
      const below = heap[child] ?? 0;
      if (below >= value) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = value;
    return smallest;
  }
}

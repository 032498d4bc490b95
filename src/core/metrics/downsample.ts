/** Points of one curve, `steps` rising. */
export interface Points {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/**
 * At most `limit` (≥ 4) of the points: the first, the last, and of each of equally many points between them the
 * smallest and the largest, in order. So spikes stay visible at any zoom. Points that are not finite are left out.
 */
export function downsample(points: Points, limit: number): Points {
  const finite = points.values.flatMap((value, index) => (Number.isFinite(value) ? [index] : []));
  const kept = finite.length <= limit ? finite : keep(points.values, finite, limit);
  return {
    steps: kept.map((index) => points.steps[index] ?? Number.NaN),
    values: kept.map((index) => points.values[index] ?? Number.NaN),
  };
}

function keep(values: readonly number[], indices: readonly number[], limit: number): number[] {
  const inner = indices.slice(1, -1);
  const buckets = Math.floor((limit - 2) / 2);
  const kept = indices.slice(0, 1);
  for (let b = 0; b < buckets; b++) {
    const begin = Math.floor((b * inner.length) / buckets);
    const end = Math.floor(((b + 1) * inner.length) / buckets);
    kept.push(...extremes(values, inner.slice(begin, end)));
  }
  return [...kept, ...indices.slice(-1)];
}

function extremes(values: readonly number[], bucket: readonly number[]): number[] {
  const at = (index: number): number => values[index] ?? Number.NaN;
  const [first, ...rest] = bucket;
  if (first === undefined) return [];
  let low = first;
  let high = first;
  for (const index of rest) {
    if (at(index) < at(low)) low = index;
    if (at(index) > at(high)) high = index;
  }
  if (low === high) return [low];
  return low < high ? [low, high] : [high, low];
}

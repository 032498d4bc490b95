/** One curve: `values[i]` was measured at global step `steps[i]`; steps ascend, NaN marks a point that is missing. */
export interface Series {
  readonly id: string;
  readonly label: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** "line": a point at (nearly) every step; "points": a few, each drawn as a dot and joined whatever lies between. */
  readonly kind: 'line' | 'points';
  /** Picks colour, dash pattern and dot shape. */
  readonly tone: 1 | 2 | 3 | 4;
}

export interface Point {
  readonly step: number;
  readonly value: number;
}

/** The finite points of a curve; `keep` narrows further (a logarithmic axis has no place for 0). */
export function finitePoints(
  series: Pick<Series, 'steps' | 'values'>,
  keep: (value: number) => boolean = () => true,
): Point[] {
  const points: Point[] = [];
  series.steps.forEach((step, i) => {
    const value = series.values[i];
    if (value !== undefined && Number.isFinite(value) && keep(value)) points.push({ step, value });
  });
  return points;
}

/**
 * Exponential moving average with the bias of the first points removed, as TensorBoard smooths:
 * s ← w·s + (1−w)·v, shown as s / (1 − wⁿ).
 */
export function movingAverage(points: readonly Point[], weight: number): Point[] {
  let sum = 0;
  let decay = 1;
  return points.map(({ step, value }) => {
    sum = weight * sum + (1 - weight) * value;
    decay *= weight;
    return { step, value: sum / (1 - decay) };
  });
}

/**
 * Cuts a curve where more than `factor` usual spacings lie between two points, so that a hole is seen as one. The
 * factor leaves room for down-sampled curves, whose spacings vary.
 */
export function splitAtGaps(points: readonly Point[], factor = 8): Point[][] {
  const spacings = points.slice(1).map((point, i) => point.step - (points[i]?.step ?? 0));
  const usual = spacings.toSorted((a, b) => a - b)[Math.floor(spacings.length / 2)] ?? 1;
  const runs: Point[][] = [];
  points.forEach((point, i) => {
    const run = runs.at(-1);
    const spacing = spacings[i - 1] ?? 0;
    if (run === undefined || spacing > usual * factor) runs.push([point]);
    else run.push(point);
  });
  return runs;
}

/** The point nearest to `step`, or null for a curve without points. */
export function nearestPoint(points: readonly Point[], step: number): Point | null {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.step ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  const right = points[low];
  const left = points[low - 1];
  if (right === undefined) return null;
  return left !== undefined && step - left.step <= right.step - step ? left : right;
}

import { downsample } from '../../core/metrics/downsample';
import { formatCount, formatCounted } from '../../core/units';
import { finitePoints, movingAverage, type Point, type Series, splitAtGaps } from './series';
import { linearScale, logScale, type Scale, stepScale } from './scale';

/** Most points of one chart that are drawn; a smoothed curve counts once. */
export const MAX_POINTS = 500;
/** As TensorBoard's slider at 0.9: about the last ten steps. */
const SMOOTHING = 0.9;

export interface ChartData {
  readonly series: readonly Series[];
  /** Global steps at which an epoch ends. */
  readonly epochEnds?: readonly number[] | undefined;
  /** The step of the best checkpoint. */
  readonly bestStep?: number | null | undefined;
}

export interface ChartOptions {
  readonly log: boolean;
  readonly smooth: boolean;
  /** Ends of the value axis that hold whatever the data, for instance [0, 1] for shares. */
  readonly bounds?: readonly [number | null, number | null] | undefined;
}

/** One drawn stretch of a curve. */
export interface DrawnLine {
  readonly key: string;
  readonly series: Series;
  readonly role: 'raw' | 'faint' | 'smooth';
  readonly points: readonly Point[];
}

export interface ChartModel {
  readonly lines: readonly DrawnLine[];
  readonly x: Scale;
  readonly y: Scale;
  readonly epochEnds: readonly { readonly step: number; readonly epoch: number }[];
  readonly bestStep: number | null;
  /** Every finite point, for the crosshair and the table. */
  readonly curves: readonly { readonly series: Series; readonly points: readonly Point[] }[];
}

/** Everything one drawing needs; null while no curve has a point. */
export function chartModel(data: ChartData, options: ChartOptions): ChartModel | null {
  const keep = options.log ? (value: number) => value > 0 : undefined;
  const curves = data.series
    .map((series) => ({ series, points: finitePoints(series, keep) }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) return null;

  const all = curves.flatMap(({ points }) => points);
  const [low, high] = extent(all.map(({ value }) => value));
  const [first, last] = extent(all.map(({ step }) => step));
  const [lowest, highest] = options.bounds ?? [null, null];
  const isDrawn = (step: number) => step >= first && step <= last;
  const bestStep = data.bestStep ?? null;
  const budget = Math.floor(MAX_POINTS / curves.length);
  return {
    lines: curves.flatMap(({ series, points }) => drawnLines(series, points, budget, options.smooth)),
    x: stepScale(first === last ? 0 : first, last, 6),
    y: options.log ? logScale(low, high) : clamp(linearScale(lowest ?? low, high), highest),
    epochEnds: (data.epochEnds ?? [])
      .map((step, i) => ({ step, epoch: i + 1 }))
      .filter(({ step }) => isDrawn(step)),
    bestStep: bestStep !== null && isDrawn(bestStep) ? bestStep : null,
    curves,
  };
}

/** The stretches of one curve between its gaps, raw or (faint, and its average over it) smoothed. */
function drawnLines(series: Series, points: readonly Point[], budget: number, smooth: boolean): DrawnLine[] {
  if (series.kind === 'points')
    return [{ key: series.id, series, role: 'raw', points: thin(points, budget) }];
  const average = smooth ? movingAverage(points, SMOOTHING) : [];
  const averageAt = new Map(average.map(({ step, value }) => [step, value]));
  return splitAtGaps(points).flatMap((run, part): DrawnLine[] => {
    const key = `${series.id}/${part}`;
    const kept = thin(run, Math.max(4, Math.floor((budget * run.length) / points.length)));
    if (!smooth) return [{ key, series, role: 'raw', points: kept }];
    const smoothed = kept.map(({ step, value }) => ({ step, value: averageAt.get(step) ?? value }));
    return [
      { key: `${key}/faint`, series, role: 'faint', points: kept },
      { key, series, role: 'smooth', points: smoothed },
    ];
  });
}

function extent(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function thin(points: readonly Point[], limit: number): readonly Point[] {
  if (points.length <= limit) return points;
  const kept = downsample(
    { steps: points.map(({ step }) => step), values: points.map(({ value }) => value) },
    limit,
  );
  return finitePoints(kept);
}

function clamp(scale: Scale, highest: number | null): Scale {
  if (highest === null || scale.domain[1] <= highest) return scale;
  return { domain: [scale.domain[0], highest], ticks: scale.ticks.filter((tick) => tick <= highest) };
}

/** One sentence a curve, for those who do not see the chart. */
export function describeChart(
  title: string,
  model: ChartModel | null,
  format: (value: number) => string,
): string {
  if (model === null) return `${title}: no values yet.`;
  const sentences = model.curves.map(({ series, points }) => {
    const last = points.at(-1);
    const values = points.map(({ value }) => value);
    const [low, high] = extent(values);
    if (last === undefined) return '';
    return `${series.label}: ${format(last.value)} at step ${formatCount(last.step)}, between ${format(low)} and ${format(high)}, ${formatCounted(points.length, 'point')}.`;
  });
  const best = model.bestStep === null ? '' : ` Best checkpoint at step ${formatCount(model.bestStep)}.`;
  return `${title} by step. ${sentences.join(' ')}${best}`;
}

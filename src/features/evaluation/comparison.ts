import { EVALUATION_METRICS, type MetricRecord } from '../../core/catalog/metrics';
import type { Evaluation } from '../../core/contract/run';
import { formatNumber, formatShare } from '../../core/units';

/** One headline figure, and how far it is from the first evaluation's. */
export interface Headline {
  readonly metric: MetricRecord;
  readonly text: string;
  /** "+12.4 points", or null without an earlier evaluation. */
  readonly change: string | null;
  readonly isBetter: boolean | null;
}

/** Shares differ by percentage points, other figures by their difference. */
function changeText(metric: MetricRecord, from: number, to: number): string {
  const difference = to - from;
  const sign = difference < 0 ? '−' : '+';
  const size = Math.abs(difference);
  return metric.format === 'share'
    ? `${sign}${(size * 100).toFixed(1)} points`
    : `${sign}${formatNumber(size)}`;
}

/** The figures that an evaluation has, in the catalog's order, against `first` where it is another one. */
export function headlines(evaluation: Evaluation, first: Evaluation | null): Headline[] {
  const compared = first !== null && first.step !== evaluation.step ? first : null;
  return EVALUATION_METRICS.flatMap((metric) => {
    const value = evaluation.metrics[metric.key];
    if (value === undefined) return [];
    const before = compared?.metrics[metric.key];
    const hasBoth = before !== undefined && Number.isFinite(before) && Number.isFinite(value);
    const isBetter = !hasBoth || before === value ? null : value > before === metric.higherIsBetter;
    return [
      {
        metric,
        text: metric.format === 'share' ? formatShare(value) : formatNumber(value),
        change: hasBoth ? changeText(metric, before, value) : null,
        isBetter,
      },
    ];
  });
}

/** The share of tags that leaving every word outside of entities would get right; null where there is no such tag. */
export function outsideBaseline({ confusion }: Evaluation, tags: readonly string[]): number | null {
  const counts = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const outside = counts[tags.indexOf('O')];
  return outside === undefined || total === 0 ? null : outside / total;
}

/** What always guessing the most frequent label would score, and which label that is. */
export function majorityBaseline(
  evaluation: Evaluation,
): { readonly label: string; readonly share: number } | null {
  const total = evaluation.perLabel.reduce((sum, { support }) => sum + support, 0);
  const most = evaluation.perLabel.toSorted((a, b) => b.support - a.support)[0];
  return most === undefined || total === 0 ? null : { label: most.label, share: most.support / total };
}

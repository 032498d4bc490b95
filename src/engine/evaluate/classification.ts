import type { Evaluation, LabelScores } from '../../core/contract/run';
import { type Confusion, initConfusion, updateConfusion } from './confusion';
import { type Average, averageScores, type ClassCounts, ratio, scoresOf } from './scores';

const AVERAGES: readonly Average[] = ['macro', 'weighted', 'micro'];

/** Scores of predictions with exactly one class each; keys of `metrics` as in core/catalog/metrics.ts. */
export interface ClassificationReport {
  readonly metrics: Readonly<Record<string, number>>;
  readonly perLabel: LabelScores[];
  readonly confusion: Evaluation['confusion'];
}

function classCounts(confusion: Confusion): ClassCounts[] {
  return confusion.map((row, i) => ({
    truePositives: row[i] ?? 0,
    predicted: confusion.reduce((sum, other) => sum + (other[i] ?? 0), 0),
    support: row.reduce((sum, count) => sum + count, 0),
  }));
}

/** Multi-class Matthews correlation (Gorodkin 2004) as scikit-learn computes it; 0 where it is undefined. */
function matthewsCorrelation(classes: readonly ClassCounts[]): number {
  const sum = (pick: (counts: ClassCounts) => number) =>
    classes.reduce((total, counts) => total + pick(counts), 0);
  const samples = sum((c) => c.support);
  const covariance = sum((c) => c.truePositives) * samples - sum((c) => c.predicted * c.support);
  const spreadOfPredicted = samples ** 2 - sum((c) => c.predicted ** 2);
  const spreadOfTruth = samples ** 2 - sum((c) => c.support ** 2);
  return ratio(covariance, Math.sqrt(spreadOfPredicted * spreadOfTruth));
}

/** The scores of a finished confusion matrix; `labels[i]` names class i. Identical to scikit-learn with zero_division=0. */
export function reportConfusion(confusion: Confusion, labels: readonly string[]): ClassificationReport {
  const classes = classCounts(confusion);
  const right = classes.reduce((sum, counts) => sum + counts.truePositives, 0);
  const samples = classes.reduce((sum, counts) => sum + counts.support, 0);
  const metrics: Record<string, number> = { accuracy: ratio(right, samples) };
  for (const average of AVERAGES) {
    for (const [name, value] of Object.entries(averageScores(classes, average))) {
      metrics[`${name}_${average}`] = value;
    }
  }
  metrics['matthews_correlation'] = matthewsCorrelation(classes);
  return {
    metrics,
    perLabel: classes.map((counts, i) => ({
      label: labels[i] ?? String(i),
      ...scoresOf(counts),
      support: counts.support,
    })),
    confusion: confusion.map((row) => [...row]),
  };
}

/** Scores of class ids against the true ones. Throws a `RangeError` for an id that is no class. */
export function classificationReport(input: {
  readonly labels: readonly string[];
  readonly truth: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
}): ClassificationReport {
  const confusion = updateConfusion(initConfusion(input.labels.length), input.truth, input.predicted);
  return reportConfusion(confusion, input.labels);
}

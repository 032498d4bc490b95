/** Counts of one class: right ones, all predicted, all true. Entities and labels are scored alike. */
export interface ClassCounts {
  readonly truePositives: number;
  readonly predicted: number;
  readonly support: number;
}

export interface Scores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** scikit-learn's zero_division=0: what has no denominator is 0. */
export function ratio(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator;
}

/** precision_recall_fscore_support of scikit-learn (1.3 and newer); F1 = 2TP / (support + predicted). */
export function scoresOf({ truePositives, predicted, support }: ClassCounts): Scores {
  return {
    precision: ratio(truePositives, predicted),
    recall: ratio(truePositives, support),
    f1: ratio(2 * truePositives, support + predicted),
  };
}

export type Average = 'micro' | 'macro' | 'weighted';

function weightedMean(classes: readonly ClassCounts[], weights: readonly number[]): Scores {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (pick: (scores: Scores) => number) =>
    ratio(
      classes.reduce((sum, counts, i) => sum + pick(scoresOf(counts)) * (weights[i] ?? 0), 0),
      total,
    );
  return { precision: mean((s) => s.precision), recall: mean((s) => s.recall), f1: mean((s) => s.f1) };
}

/** micro: from the summed counts; macro: every class counts the same; weighted: by support. */
export function averageScores(classes: readonly ClassCounts[], average: Average): Scores {
  if (average === 'macro') return weightedMean(classes, Array<number>(classes.length).fill(1));
  if (average === 'weighted') {
    return weightedMean(
      classes,
      classes.map((counts) => counts.support),
    );
  }
  const sum = (pick: (counts: ClassCounts) => number) =>
    classes.reduce((total, counts) => total + pick(counts), 0);
  return scoresOf({
    truePositives: sum((c) => c.truePositives),
    predicted: sum((c) => c.predicted),
    support: sum((c) => c.support),
  });
}

import { byCodePoint } from '../../../core/code-points';
import type { LabelScores } from '../../../core/contract/run';
import { averageScores, type ClassCounts, ratio, type Scores, scoresOf } from '../scores';
import type { TaggedSentences, TaggedSpan } from './span';

/** Entities of one type: those found exactly, all found, all true ones. */
export type TypeCounts = ClassCounts & { readonly type: string };

const keyOf = ({ type, start, end }: TaggedSpan): string => `${start} ${end} ${type}`;

/** Exact matches by type, types in code point order as seqeval sorts them; those that only the predictions have count too. */
export function countEntities(truth: readonly TaggedSpan[], predicted: readonly TaggedSpan[]): TypeCounts[] {
  const trueKeys = new Set(truth.map(keyOf));
  const right = predicted.filter((span) => trueKeys.has(keyOf(span)));
  const types = [...new Set([...truth, ...predicted].map(({ type }) => type))].sort(byCodePoint);
  const count = (spans: readonly TaggedSpan[], type: string) =>
    spans.filter((span) => span.type === type).length;
  return types.map((type) => ({
    type,
    truePositives: count(right, type),
    predicted: count(predicted, type),
    support: count(truth, type),
  }));
}

/** classification_report by type. */
export function typeScores(counts: readonly TypeCounts[]): LabelScores[] {
  return counts.map(({ type, ...count }) => ({
    label: type,
    ...scoresOf(count),
    support: count.support,
  }));
}

/** overall_precision, overall_recall and overall_f1: micro averages over entities; 0 without any. */
export function overallScores(counts: readonly TypeCounts[]): Scores {
  return averageScores(counts, 'micro');
}

/** Share of equal tags, O counted. Throws a `RangeError` unless both have the same sentences. */
export function tagAccuracy(truth: TaggedSentences, predicted: TaggedSentences): number {
  if (truth.length !== predicted.length) {
    throw new RangeError(`${truth.length} sentences, but ${predicted.length} predictions`);
  }
  let right = 0;
  let all = 0;
  for (const [i, tags] of truth.entries()) {
    const found = predicted[i] ?? [];
    if (tags.length !== found.length) {
      throw new RangeError(`sentence ${i} has ${tags.length} tags, but ${found.length} predictions`);
    }
    all += tags.length;
    right += tags.filter((tag, k) => tag === found[k]).length;
  }
  return ratio(right, all);
}

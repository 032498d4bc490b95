import { byCodePoint } from '../../core/code-points';
import type { Evaluation } from '../../core/contract/run';
import { classificationReport } from './classification';
import type { RowOf } from './confusion-rows';
import { entityConfusion } from './entity-confusion';
import { defaultSpans } from './seqeval/default-spans';
import { countEntities, overallScores, tagAccuracy, typeScores } from './seqeval/report';
import { detectScheme } from './seqeval/schemes';
import { sentenceStarts, type TaggedSentences, type TaggedSpan } from './seqeval/span';
import { strictSpans } from './seqeval/strict-spans';

/** The true and the predicted tag id of every labelled token, example by example. */
export interface TaggedTokens {
  readonly truth: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  /** Where the tokens of example i begin; one more entry than examples. */
  readonly starts: ArrayLike<number>;
  /** Whether a token is the first of its word: these alone count where words and entities are scored. */
  readonly isWordStart: ArrayLike<number>;
}

type TokenReport = Pick<Evaluation, 'metrics' | 'perLabel' | 'strictPerLabel' | 'confusion' | 'entities'>;

/**
 * Scores of tagged words: entities as seqeval counts them (default mode, and strict where the tags have a scheme),
 * under run_ner's names; tokens as scikit-learn does, O counted. `labels[i]` is tag i.
 */
export function tokenClassificationReport(
  tokens: TaggedTokens,
  labels: readonly string[],
  rowOf: RowOf,
): TokenReport {
  const truth = wordTags(tokens, tokens.truth, labels);
  const predicted = wordTags(tokens, tokens.predicted, labels);
  const trueSpans = defaultSpans(truth);
  const foundSpans = defaultSpans(predicted);
  const counts = countEntities(trueSpans, foundSpans);
  const { precision, recall, f1 } = overallScores(counts);
  const { metrics, confusion } = classificationReport({
    labels,
    truth: tokens.truth,
    predicted: tokens.predicted,
  });
  const strict = strictScores(truth, predicted, labels);
  const types = entityTypes(labels, [...trueSpans, ...foundSpans]);
  return {
    metrics: {
      f1,
      precision,
      recall,
      accuracy: tagAccuracy(truth, predicted),
      ...strict.metrics,
      token_f1_weighted: metrics['f1_weighted'] ?? 0,
      token_accuracy: metrics['accuracy'] ?? 0,
    },
    perLabel: typeScores(counts),
    strictPerLabel: strict.perLabel,
    confusion,
    entities: entityConfusion(trueSpans, foundSpans, types, exampleFinder(truth), rowOf),
  };
}

/** The tags of the words of each example, by their first tokens. */
export function wordTags(
  { starts, isWordStart }: Pick<TaggedTokens, 'starts' | 'isWordStart'>,
  ids: ArrayLike<number>,
  labels: readonly string[],
): TaggedSentences {
  return Array.from({ length: starts.length - 1 }, (_, example) => {
    const tags: string[] = [];
    for (let i = starts[example] ?? 0; i < (starts[example + 1] ?? 0); i++) {
      if (isWordStart[i] === 1) tags.push(labels[ids[i] ?? -1] ?? `LABEL_${ids[i]}`);
    }
    return tags;
  });
}

/** Nothing where the labels are of no scheme: seqeval refuses them in strict mode. */
function strictScores(
  truth: TaggedSentences,
  predicted: TaggedSentences,
  labels: readonly string[],
): Pick<TokenReport, 'metrics' | 'perLabel'> {
  const scheme = detectScheme(labels.map((label) => label.slice(0, 1)));
  if (scheme === null) return { metrics: {}, perLabel: [] };
  const counts = countEntities(strictSpans(truth, scheme), strictSpans(predicted, scheme));
  const { precision, recall, f1 } = overallScores(counts);
  return {
    metrics: { strict_f1: f1, strict_precision: precision, strict_recall: recall },
    perLabel: typeScores(counts),
  };
}

/** Types that the labels name, and those that default mode makes of others. */
function entityTypes(labels: readonly string[], spans: readonly TaggedSpan[]): string[] {
  const named = defaultSpans(labels.map((label) => [label])).map(({ type }) => type);
  return [...new Set([...named, ...spans.map(({ type }) => type)])].sort(byCodePoint);
}

/** Which example a position of `TaggedSpan` lies in. */
function exampleFinder(sentences: TaggedSentences): (position: number) => number {
  const starts = sentenceStarts(sentences);
  return (position) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}

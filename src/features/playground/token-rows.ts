import {
  AGGREGATION_STRATEGIES,
  type AggregationStrategy,
  type Entity,
  type TokenPrediction,
  type TokenReading,
} from '../../core/contract/predictions';

/** What a strategy makes of one token. */
export interface TokenDecision {
  /** The entity that holds the token, or null outside of entities. */
  readonly entity: Entity | null;
  /** Whether the token is the first one of its entity. */
  readonly begins: boolean;
  /** Whether its own reading counted; else another token of its word spoke for it. */
  readonly counts: boolean;
  /** At the first of a word's tokens: what "average" makes of them all, which stands in no token. */
  readonly mean: number | null;
}

interface Reading {
  readonly label: string;
  readonly score: number;
}

/** One line of the token table. */
export interface TokenRow {
  readonly key: string;
  readonly token: string;
  readonly start: number;
  readonly end: number;
  readonly isSubword: boolean;
  readonly wordIndex: number;
  readonly best: Reading;
  /** The second-best label. */
  readonly runnerUp: Reading | null;
  readonly decisions: Readonly<Record<AggregationStrategy, TokenDecision>>;
  /** Whether the grouping strategies do not agree on this token. */
  readonly differs: boolean;
}

/**
 * The entity that strategy "none" makes of each token; null for one that is outside. Tokens may share their place (the
 * bytes of one character), so it is their order that tells which is whose.
 */
export function singleEntities({ labels, tokens, entities }: TokenPrediction): (Entity | null)[] {
  let next = 0;
  return tokens.map((token) =>
    ranked(labels, token)[0]?.label === 'O' ? null : (entities.none[next++] ?? null),
  );
}

export function tokenRows(prediction: TokenPrediction): TokenRow[] {
  const { labels, tokens, entities } = prediction;
  const surest = surestTokens(tokens);
  const means = meanScores(tokens);
  const single = singleEntities(prediction);
  return tokens.map((token, i) => {
    const decide = (strategy: Exclude<AggregationStrategy, 'none'>): TokenDecision => {
      const entity = entities[strategy].find((candidate) => holds(candidate, token)) ?? null;
      const before = tokens[i - 1];
      return {
        entity,
        begins: entity !== null && (before === undefined || !holds(entity, before)),
        counts: strategy === 'first' ? isFirst(tokens, i) : strategy !== 'max' || surest.has(token),
        mean: strategy === 'average' && isFirst(tokens, i) ? (means.get(token.wordIndex) ?? null) : null,
      };
    };
    const decisions = {
      none: { entity: single[i] ?? null, begins: single[i] != null, counts: true, mean: null },
      simple: decide('simple'),
      first: decide('first'),
      average: decide('average'),
      max: decide('max'),
    };
    const [best = { label: 'O', score: 0 }, runnerUp = null] = ranked(labels, token);
    const { token: text, start, end, isSubword, wordIndex } = token;
    return {
      key: `${i}`,
      token: text,
      start,
      end,
      isSubword,
      wordIndex,
      best,
      runnerUp,
      decisions,
      differs: haveDifferences(decisions),
    };
  });
}

function holds(entity: Entity, token: TokenReading): boolean {
  return entity.start < token.end && token.start < entity.end;
}

function isFirst(tokens: readonly TokenReading[], i: number): boolean {
  return tokens[i - 1]?.wordIndex !== tokens[i]?.wordIndex;
}

/** Of each word, the token with the largest probability of all; the earlier one where two are alike. */
function surestTokens(tokens: readonly TokenReading[]): ReadonlySet<TokenReading> {
  const surest = new Map<number, TokenReading>();
  for (const token of tokens) {
    const known = surest.get(token.wordIndex);
    if (known === undefined || Math.max(...token.scores) > Math.max(...known.scores)) {
      surest.set(token.wordIndex, token);
    }
  }
  return new Set(surest.values());
}

/** Of each word of several tokens, the largest of the labels' mean probabilities. */
function meanScores(tokens: readonly TokenReading[]): ReadonlyMap<number, number> {
  const words = new Map<number, TokenReading[]>();
  for (const token of tokens) words.set(token.wordIndex, [...(words.get(token.wordIndex) ?? []), token]);
  const several = [...words].filter(([, word]) => word.length > 1);
  return new Map(several.map(([wordIndex, word]) => [wordIndex, Math.max(...meansOf(word))]));
}

function meansOf(word: readonly TokenReading[]): number[] {
  const labels = word[0]?.scores ?? [];
  return labels.map(
    (_, label) => word.reduce((sum, { scores }) => sum + (scores[label] ?? 0), 0) / word.length,
  );
}

/** Labels by their probability; the earlier label where two are alike. */
function ranked(labels: readonly string[], { scores }: TokenReading): Reading[] {
  return labels.map((label, i) => ({ label, score: scores[i] ?? 0 })).toSorted((a, b) => b.score - a.score);
}

/** "none" groups nothing, so that it always differs by its nature; the others are compared. */
function haveDifferences(decisions: TokenRow['decisions']): boolean {
  const verdicts = AGGREGATION_STRATEGIES.filter((strategy) => strategy !== 'none').map((strategy) => {
    const { entity } = decisions[strategy];
    return entity === null ? '' : `${entity.label} ${entity.start} ${entity.end}`;
  });
  return new Set(verdicts).size > 1;
}

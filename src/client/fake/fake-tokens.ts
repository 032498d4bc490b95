import type {
  AggregationStrategy,
  Entity,
  TokenPrediction,
  TokenReading,
} from '../../core/contract/predictions';

const KNOWN: Readonly<Record<string, string>> = {
  zachary: 'PER',
  raicik: 'PER',
  marguerite: 'PER',
  corvus: 'ORG',
  san: 'LOC',
  diego: 'LOC',
};

/** Letters in a piece of a word. */
const PIECE = 5;

/** Words in pieces, names by their capital letter; sure of beginnings, unsure of endings, and wrong about towns at first. */
export function fakeTokenPrediction(
  text: string,
  tags: readonly string[],
  isTrained: boolean,
): TokenPrediction {
  const tokens: TokenReading[] = [];
  let wordIndex = -1;
  let previous: string | null = null;
  for (const { 0: word, index: at } of text.matchAll(/[\p{L}\p{N}]+|\S/gu)) {
    wordIndex += 1;
    const type = typeOf(word, at, tags);
    for (let from = 0; from < word.length; from += PIECE) {
      const piece = word.slice(from, from + PIECE);
      const reading = { tags, type, follows: type !== null && type === previous, piece: from / PIECE };
      const scores = isTrained
        ? trained({ ...reading, isTown: /(burg|ton|ville)$/.test(word) })
        : untrained(tags, `${piece}${from}`);
      const index = tokens.length + 1;
      const start = at + from;
      const end = start + piece.length;
      const token = from === 0 ? piece.toLowerCase() : `##${piece.toLowerCase()}`;
      tokens.push({ index, token, start, end, isSubword: from > 0, wordIndex, scores });
    }
    previous = type;
  }
  const grouped = (strategy: Exclude<AggregationStrategy, 'none'>): Entity[] =>
    group(text, units(tokens, strategy), tags);
  const none = tokens.flatMap(({ token, start, end, scores }): Entity[] => {
    const { tag, score } = best(scores, tags);
    return tag === 'O' ? [] : [{ label: tag, score, word: token, start, end }];
  });
  return {
    task: 'token-classification',
    text,
    labels: tags,
    tokens,
    entities: {
      none,
      simple: grouped('simple'),
      first: grouped('first'),
      average: grouped('average'),
      max: grouped('max'),
    },
    windows: text.length > 2000 ? 2 : 1,
  };
}

function typeOf(word: string, at: number, tags: readonly string[]): string | null {
  const types = tags.filter((tag) => tag.startsWith('B-')).map((tag) => tag.slice(2));
  const known = KNOWN[word.toLowerCase()];
  if (known !== undefined && types.includes(known)) return known;
  if (at === 0 || !/^\p{Lu}\p{Ll}/u.test(word)) return null;
  return types[word.length % types.length] ?? null;
}

interface Trained {
  readonly tags: readonly string[];
  readonly type: string | null;
  readonly follows: boolean;
  readonly piece: number;
  readonly isTown: boolean;
}

function trained({ tags, type, follows, piece, isTown }: Trained): number[] {
  if (type === null) return shared(tags, 'O', 0.99);
  if (isTown) return piece === 0 ? shared(tags, 'B-PER', 0.48) : shared(tags, 'B-LOC', 0.93);
  const tag = `${follows || piece > 0 ? 'I' : 'B'}-${type}`;
  return piece < 2 ? shared(tags, tag, piece === 0 ? 0.97 : 0.71) : shared(tags, 'O', 0.56, tag);
}

/** A head of random weights: nothing is much likelier than anything else. */
function untrained(tags: readonly string[], piece: string): number[] {
  const seed = [...piece].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7);
  const weights = tags.map((_, i) => 1 + ((seed >> (i % 5)) % (i + 3)) / 12);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** `score` for one tag, the rest for `second` or for all others alike. */
function shared(tags: readonly string[], tag: string, score: number, second?: string): number[] {
  const rest = (1 - score) / (second === undefined ? tags.length - 1 : 1);
  return tags.map((candidate) => {
    if (candidate === tag) return score;
    return second === undefined || candidate === second ? rest : 0;
  });
}

function best(scores: readonly number[], tags: readonly string[]): { tag: string; score: number } {
  const score = Math.max(...scores);
  return { tag: tags[scores.indexOf(score)] ?? 'O', score };
}

interface Unit {
  readonly start: number;
  readonly end: number;
  readonly scores: readonly number[];
}

/** What a strategy groups: tokens, or words with the scores that speak for them. */
function units(tokens: readonly TokenReading[], strategy: Exclude<AggregationStrategy, 'none'>): Unit[] {
  if (strategy === 'simple') return [...tokens];
  const words = new Map<number, TokenReading[]>();
  for (const token of tokens) words.set(token.wordIndex, [...(words.get(token.wordIndex) ?? []), token]);
  return [...words.values()].map((pieces) => {
    const start = pieces[0]?.start ?? 0;
    const end = pieces.at(-1)?.end ?? 0;
    const surest = pieces.reduce((a, b) => (Math.max(...b.scores) > Math.max(...a.scores) ? b : a));
    const first = pieces[0]?.scores ?? [];
    const mean = first.map(
      (_, i) => pieces.reduce((sum, { scores }) => sum + (scores[i] ?? 0), 0) / pieces.length,
    );
    return { start, end, scores: { first, average: mean, max: surest.scores }[strategy] };
  });
}

function group(text: string, members: readonly Unit[], tags: readonly string[]): Entity[] {
  const groups: { type: string; start: number; end: number; scores: number[] }[] = [];
  let open = false;
  for (const { start, end, scores } of members) {
    const { tag, score } = best(scores, tags);
    const type = tag.slice(2);
    const last = groups.at(-1);
    if (open && tag.startsWith('I-') && last?.type === type) {
      last.end = end;
      last.scores.push(score);
    } else if (tag !== 'O') {
      groups.push({ type, start, end, scores: [score] });
    }
    open = tag !== 'O';
  }
  return groups.map(({ type, start, end, scores }) => {
    const score = scores.reduce((sum, value) => sum + value, 0) / scores.length;
    return { label: type, score, word: text.slice(start, end).toLowerCase(), start, end };
  });
}

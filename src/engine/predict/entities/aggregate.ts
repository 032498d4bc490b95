import type { AggregationStrategy, Entity } from '../../../core/contract/predictions';
import type { TokenRecord } from './token-record';

/** Joins tokens to text, as the tokenizer's decoder does. */
export type Decode = (tokens: readonly string[]) => string;

/** A label found somewhere; the members of a group. */
interface Finding {
  /** With its prefix ("B-PER"). */
  readonly label: string;
  readonly score: number;
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Entities of one window under a strategy, as Hugging Face's token-classification pipeline aggregates them; nothing
 * is left out yet. Positions in code points.
 */
export function aggregate(
  records: readonly TokenRecord[],
  labels: readonly string[],
  strategy: AggregationStrategy,
  decode: Decode,
): Entity[] {
  if (strategy === 'none') return records.map((record) => best(record, labels));
  const findings =
    strategy === 'simple'
      ? records.map((record) => best(record, labels))
      : wordsOf(records).map((word) => judge(word, labels, strategy, decode));
  return group(findings, decode);
}

/** The records of each word: one that is a sub-word belongs to the word before it. */
export function wordsOf(records: readonly TokenRecord[]): TokenRecord[][] {
  const words: TokenRecord[][] = [];
  for (const record of records) {
    const last = words.at(-1);
    if (last !== undefined && record.isSubword) last.push(record);
    else words.push([record]);
  }
  return words;
}

function best({ scores, word, start, end }: TokenRecord, labels: readonly string[]): Finding {
  return { ...choose(scores, labels), word, start, end };
}

function judge(
  word: readonly TokenRecord[],
  labels: readonly string[],
  strategy: WordStrategy,
  decode: Decode,
): Finding {
  return {
    ...wordLabel(word, labels, strategy),
    word: decode(word.map((record) => record.word)),
    start: word[0]?.start ?? 0,
    end: word.at(-1)?.end ?? 0,
  };
}

export type WordStrategy = 'first' | 'average' | 'max';

/** The label of a word: of its first token, of their mean, or of the token that is surest. */
export function wordLabel(
  word: readonly TokenRecord[],
  labels: readonly string[],
  strategy: WordStrategy,
): Pick<Finding, 'label' | 'score'> {
  const scores = {
    first: () => word[0]?.scores ?? [],
    average: () => labels.map((_, i) => mean(word.map((record) => record.scores[i] ?? Number.NaN))),
    max: () => word.reduce((a, b) => (highest(b.scores) > highest(a.scores) ? b : a)).scores,
  }[strategy]();
  return choose(scores, labels);
}

const highest = (scores: readonly number[]): number => Math.max(...scores);

/** The first of the highest scores, and its label. */
function choose(scores: readonly number[], labels: readonly string[]): Pick<Finding, 'label' | 'score'> {
  const at = scores.indexOf(highest(scores));
  return { label: labels[at] ?? `LABEL_${at}`, score: scores[at] ?? Number.NaN };
}

/** numpy's nanmean. */
function mean(values: readonly number[]): number {
  const numbers = values.filter((value) => !Number.isNaN(value));
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

/** Only upper-case B- and I- are prefixes; a label without counts as inside of itself. */
export function splitLabel(label: string): { readonly prefix: 'B' | 'I'; readonly tag: string } {
  if (label.startsWith('B-')) return { prefix: 'B', tag: label.slice(2) };
  return { prefix: 'I', tag: label.startsWith('I-') ? label.slice(2) : label };
}

/** What a group is called after its first member: what follows the first "-". */
export function groupName(label: string): string {
  return label.slice(label.indexOf('-') + 1);
}

/** Neighbours of one tag join, unless the later one begins anew; what lies between them in the text does not matter. */
export function group(findings: readonly Finding[], decode: Decode): Entity[] {
  const groups: Finding[][] = [];
  for (const finding of findings) {
    const open = groups.at(-1);
    const last = open?.at(-1);
    const { prefix, tag } = splitLabel(finding.label);
    if (open !== undefined && last !== undefined && prefix !== 'B' && splitLabel(last.label).tag === tag) {
      open.push(finding);
    } else groups.push([finding]);
  }
  return groups.map((members) => ({
    label: groupName(members[0]?.label ?? ''),
    score: mean(members.map(({ score }) => score)),
    word: decode(members.map(({ word }) => word)),
    start: members[0]?.start ?? 0,
    end: members.at(-1)?.end ?? 0,
  }));
}

import {
  DEFAULT_ROW_CHOICES,
  type DatasetFile,
  type DatasetRecord,
  type ExclusionReason,
  type RowProblemKind,
  type TagScheme,
} from '../../../core/contract/dataset';
import { isWholeNumber } from '../cell-kinds';
import { shorten } from '../profile';
import type { RawSentence } from './raw-sentences';
import { type Entity, readTags } from './scheme';
import { alignSpans, type SpanProblem } from './span-alignment';
import { readSpans } from './spans';

/** How the sentences of one file are understood. */
export interface SentenceRules {
  readonly scheme: TagScheme;
  /** Names of tags that are whole numbers. */
  readonly names: readonly string[];
  readonly choices: Readonly<Record<RowProblemKind, 'repair' | 'leave-out'>>;
}

/** A sentence whose words and entities are settled; types as in the file. */
export interface Sentence {
  readonly words: readonly string[];
  readonly entities: readonly Entity[];
}

/** What is made of a sentence, and the gravest thing that was wrong with it. */
export interface Understood {
  readonly sentence: Sentence | null;
  /** Why it is not used; null when it is. */
  readonly reason: ExclusionReason | null;
  readonly problem: SpanProblem | null;
  /** Whole numbers that have no name. */
  readonly unnamed: readonly string[];
}

export function sentenceRules(dataset: DatasetRecord, file: DatasetFile, scheme: TagScheme): SentenceRules {
  return {
    scheme,
    names: tagNames(dataset, file),
    choices: { ...DEFAULT_ROW_CHOICES, ...dataset.tagging.choices },
  };
}

/** Names of the tags in the order of their numbers: the person's, else those of the file. */
export function tagNames(dataset: DatasetRecord, file: DatasetFile): readonly string[] {
  const column = tagColumn(dataset.mapping);
  return dataset.tagging.tagNames ?? file.columns.find(({ name }) => name === column)?.names ?? [];
}

function tagColumn(mapping: DatasetRecord['mapping']): string | null {
  if (mapping?.task !== 'token-classification' || mapping.layout === 'spans') return null;
  return mapping.layout === 'lists' ? mapping.tags : mapping.tag;
}

/** Tags in place of whole numbers. One without a name stays a number. */
export function nameTags(tags: readonly string[], names: readonly string[]): readonly string[] {
  return names.length === 0 ? tags : tags.map((tag) => (isWholeNumber(tag) && names[Number(tag)]) || tag);
}

/** Reads a sentence by the rules. */
export function understand({ content }: RawSentence, rules: SentenceRules): Understood {
  switch (content.kind) {
    case 'unreadable':
      return leftOut('unreadable-list');
    case 'spans':
      return understandSpans(content, rules);
    case 'tags':
      return understandTags(content, rules);
  }
}

const leftOut = (reason: ExclusionReason): Understood => ({
  sentence: null,
  reason,
  problem: null,
  unnamed: [],
});

function settle(
  sentence: Sentence,
  problems: readonly SpanProblem[],
  { choices }: SentenceRules,
  unnamed: readonly string[] = [],
): Understood {
  const fatal = problems.find(({ kind }) => choices[kind] === 'leave-out');
  if (fatal) return { sentence: null, reason: fatal.kind, problem: fatal, unnamed };
  return { sentence, reason: null, problem: problems[0] ?? null, unnamed };
}

function understandTags(
  { words, tags }: { words: readonly string[]; tags: readonly string[] },
  rules: SentenceRules,
): Understood {
  if (words.length === 0) return leftOut('empty-text');
  if (tags.length === 0) return leftOut('empty-label');
  const problems: SpanProblem[] = [];
  const length = Math.min(words.length, tags.length);
  if (words.length !== tags.length) {
    const excerpt = `${words.length} words, ${tags.length} tags: ${shorten(words.join(' '))}`;
    problems.push({ kind: 'unequal-lengths', excerpt });
  }
  const named = nameTags(tags.slice(0, length), rules.names);
  const { entities, illFormed, unknown } = readTags(rules.scheme, named);
  const numbers = named.map((tag) => isWholeNumber(tag));
  const strange = named.findIndex((_, i) => unknown.includes(i) || numbers[i]);
  if (strange >= 0) problems.push({ kind: 'unknown-tag', excerpt: around(words, named, strange) });
  const broken = illFormed[0];
  if (broken !== undefined) problems.push({ kind: 'ill-formed-tags', excerpt: around(words, named, broken) });
  return settle(
    {
      words: words.slice(0, length),
      // Under a scheme without prefixes a number would pass for a type.
      entities: entities.filter(({ start }) => !numbers[start]),
    },
    problems,
    rules,
    named.filter((_, i) => numbers[i]),
  );
}

/** The place in the sentence: a word with its tag between its neighbours. */
function around(words: readonly string[], tags: readonly string[], at: number): string {
  const tagged = (i: number): string => `${words[i] ?? ''} (${tags[i] === '' ? 'no tag' : (tags[i] ?? '')})`;
  const first = Math.max(0, at - 2);
  const places = words.slice(first, at + 2).map((_, i) => tagged(first + i));
  return `${first > 0 ? '… ' : ''}${places.join(' ')}${at + 2 < words.length ? ' …' : ''}`;
}

/** Tools that ask about single answers say which were accepted. */
const REFUSED: ReadonlySet<string> = new Set(['reject', 'rejected', 'ignore', 'ignored', 'skip', 'skipped']);

function understandSpans(
  { text, spans, answer }: { text: string; spans: string; answer: string },
  rules: SentenceRules,
): Understood {
  if (text.trim() === '') return leftOut('empty-text');
  if (REFUSED.has(answer)) return leftOut('not-accepted');
  const list = readSpans(spans);
  if (list === null) return leftOut('unreadable-list');
  if (list === 'unannotated') return leftOut('empty-label');
  const { words, entities, problems } = alignSpans(text, list.spans);
  if (words.length === 0) return leftOut('empty-text');
  const more: SpanProblem[] = [];
  if (list.several) more.push({ kind: 'several-annotations', excerpt: shorten(text) });
  if (list.bad > 0) more.push({ kind: 'bad-span', excerpt: `${list.bad} without a position or a label` });
  return settle({ words: words.map((word) => word.text), entities }, [...more, ...problems], rules);
}

import type { SplitName } from '../../core/contract/task';

/** Names that columns of a kind usually have, the likeliest first. */
export const TEXT_NAMES = [
  'text',
  'sentence',
  'content',
  'review',
  'message',
  'comment',
  'tweet',
  'body',
  'title',
  'headline',
  'document',
  'utterance',
  'query',
  'question',
  'description',
  'sms',
  'post',
  'article',
  'abstract',
  'premise',
  'v2',
  'teaser',
] as const;
export const LABEL_NAMES = [
  'label',
  'labels',
  'class',
  'category',
  'target',
  'intent',
  'sentiment',
  'tag',
  'topic',
  'polarity',
  'y',
  'v1',
  'rating',
  'stars',
  'emotion',
  'type',
  'gold',
  'annotation',
  'answer',
] as const;
/** Columns of words, the likeliest first. */
export const TOKEN_NAMES = ['tokens', 'words', 'token', 'word', 'form', 'text', 'sentence'] as const;
/** Columns of tags that mark entities. */
export const TAG_NAMES = [
  'ner tags',
  'ner',
  'tags',
  'tag',
  'iob',
  'bio',
  'ner tag',
  'labels',
  'label',
  'word labels',
  'entities',
  'entity',
] as const;
/** Columns of tags that mark something else. */
export const OTHER_TAG_NAMES = [
  'pos',
  'chunk',
  'upos',
  'xpos',
  'lemma',
  'head',
  'deprel',
  'id',
  'dep',
] as const;
export const SPAN_NAMES = ['spans', 'entities', 'label', 'labels', 'annotations', 'annotation'] as const;
export const SENTENCE_NAMES = [
  'sentence id',
  'sentence',
  'sent id',
  'sentence no',
  'sentence number',
  'sent',
  'sid',
  'document id',
  'doc id',
  'id',
] as const;
export const SPLIT_NAMES_OF_COLUMNS = ['split', 'set', 'subset', 'fold', 'partition', 'dataset'] as const;
export const ID_NAMES = [
  'id',
  'idx',
  'index',
  'uuid',
  'guid',
  'date',
  'time',
  'timestamp',
  'url',
  'link',
  'user',
  'author',
] as const;

/** What split a value of a split column names; null for anything else. */
export function splitOf(value: string): SplitName | null {
  return SPLITS.get(value.trim().toLowerCase()) ?? null;
}

const SPLITS = new Map<string, SplitName>([
  ...['train', 'training', 'trn', 'tr'].map((name) => [name, 'train'] as const),
  ...['validation', 'valid', 'val', 'dev', 'development'].map((name) => [name, 'validation'] as const),
  ...['test', 'testing', 'tst', 'eval', 'evaluation', 'holdout'].map((name) => [name, 'test'] as const),
]);

/** The words of a column name: "Tag Value", "tag_value" and "tagValue" alike. */
function nameWords(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** How well a name fits: 1 when it is one of the known names, less when it only contains one, 0 otherwise. */
export function nameFit(name: string, known: readonly string[]): number {
  const words = nameWords(name);
  const whole = known.indexOf(words.join(' '));
  if (whole >= 0) return 1 - whole / (known.length * 4);
  return words.some((word) => known.includes(word)) ? 0.6 : 0;
}

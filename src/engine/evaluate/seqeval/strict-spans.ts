import { PREFIXES, type Prefix, type SchemeRules, SCHEMES, type StrictScheme } from './schemes';
import { sentenceStarts, type TaggedSentences, type TaggedSpan } from './span';

export interface StrictTag {
  readonly prefix: Prefix;
  readonly type: string;
}

/** A tag as strict mode reads it. Throws a `RangeError` for a letter that no scheme has. */
export function parseStrictTag(tag: string): StrictTag {
  const prefix = PREFIXES.find((letter) => tag.startsWith(letter));
  if (prefix === undefined) throw new RangeError(`no tag of any scheme: ${tag}`);
  return { prefix, type: tag.slice(1).replace(/^-+|-+$/g, '') || '_' };
}

const OUTSIDE: StrictTag = { prefix: 'O', type: '_' };

/** Whether `current`, after `previous`, starts an entity, goes on with one, or ends the one before. */
export function follows(
  rules: SchemeRules,
  part: 'start' | 'inside' | 'end',
  previous: StrictTag,
  current: StrictTag,
): boolean {
  return rules[part].some(([before, now, types]) => {
    const isPair = (before === '*' || before === previous.prefix) && (now === '*' || now === current.prefix);
    return isPair && (types === 'any' || (types === 'same') === (previous.type === current.type));
  });
}

/**
 * Entities as seqeval's strict mode reads them: only what a scheme allows, from its start to its proper end.
 * Throws a `RangeError` for a tag that the scheme does not have.
 */
export function strictSpans(sentences: TaggedSentences, scheme: StrictScheme): TaggedSpan[] {
  const starts = sentenceStarts(sentences);
  return sentences.flatMap((tags, i) => sentenceSpans(tags, SCHEMES[scheme], starts[i] ?? 0));
}

function sentenceSpans(tags: readonly string[], rules: SchemeRules, offset: number): TaggedSpan[] {
  const parsed = tags.map(parseStrictTag);
  const foreign = parsed.findIndex(({ prefix }) => !rules.allowed.includes(prefix));
  if (foreign !== -1) throw new RangeError(`the scheme has no such tag: ${tags[foreign]}`);
  const at = (i: number): StrictTag => parsed[i] ?? OUTSIDE;
  const spans: TaggedSpan[] = [];
  for (let i = 0; i < parsed.length; ) {
    if (!follows(rules, 'start', at(i - 1), at(i))) {
      i++;
      continue;
    }
    let end = i + 1;
    while (end < parsed.length && follows(rules, 'inside', at(end - 1), at(end))) end++;
    if (follows(rules, 'end', at(end - 1), at(end))) {
      spans.push({ type: at(i).type, start: offset + i, end: offset + end });
    }
    i = end;
  }
  return spans;
}

import type { TaggedSentences, TaggedSpan } from './span';

/** A tag's first character and what follows its first "-". */
interface TagParts {
  readonly prefix: string;
  readonly type: string;
}

function partsOf(tag: string): TagParts {
  const rest = [...tag].slice(1).join('');
  const dash = rest.indexOf('-');
  return { prefix: [...tag][0] ?? '', type: (dash === -1 ? rest : rest.slice(dash + 1)) || '_' };
}

const isInside = ({ prefix }: TagParts): boolean => prefix !== 'O' && prefix !== '.';

/** Whether a span ends between two neighbouring tags: conlleval's endOfChunk. */
export function spanEnds(previous: TagParts, current: TagParts): boolean {
  if (previous.prefix === 'E' || previous.prefix === 'S') return true;
  const isOpen = previous.prefix === 'B' || previous.prefix === 'I';
  if (isOpen && ['B', 'S', 'O'].includes(current.prefix)) return true;
  return isInside(previous) && previous.type !== current.type;
}

/** Whether a span starts at the second of two neighbouring tags: conlleval's startOfChunk. */
export function spanStarts(previous: TagParts, current: TagParts): boolean {
  if (current.prefix === 'B' || current.prefix === 'S') return true;
  const isAfterEnd = ['E', 'S', 'O'].includes(previous.prefix);
  if (isAfterEnd && (current.prefix === 'E' || current.prefix === 'I')) return true;
  return isInside(current) && previous.type !== current.type;
}

/** Entities as seqeval's default mode (and conlleval) reads them: an I- after O opens one too. */
export function defaultSpans(sentences: TaggedSentences): TaggedSpan[] {
  const spans: TaggedSpan[] = [];
  let previous: TagParts = { prefix: 'O', type: '' };
  let begin = 0;
  for (const [position, tag] of sentences.flatMap((tags) => [...tags, 'O']).entries()) {
    const current = partsOf(tag);
    if (spanEnds(previous, current)) spans.push({ type: previous.type, start: begin, end: position });
    if (spanStarts(previous, current)) begin = position;
    previous = current;
  }
  return spans;
}

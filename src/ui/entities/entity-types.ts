/** "B-PER" → "PER"; a label without a prefix is its own type. As the pipeline names `entity_group`. */
export function typeOfTag(tag: string): string {
  const [prefix = '', ...rest] = tag.split('-');
  return rest.length === 0 ? prefix : rest.join('-');
}

/** Types behind the tags of a model, in the order of its labels; what lies outside of entities has none. */
export function typesOfTags(tags: readonly string[]): readonly string[] {
  return [...new Set(tags.filter((tag) => tag !== 'O').map(typeOfTag))];
}

/** As many hues as the theme has for things that are told apart. */
const TONES = 8;

/** The hue of a type: its place among all types, so that it is the same wherever it is shown. Starts at 1. */
export function toneOfType(types: readonly string[], type: string): number {
  const index = types.indexOf(type);
  return index === -1 ? TONES : (index % TONES) + 1;
}

/** A stretch of a text in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A piece of a text: as it stands, or under a span. */
export interface Segment<S extends Span> {
  readonly start: number;
  readonly text: string;
  readonly span: S | null;
}

/** Cuts a text at its spans. Where two overlap, the one that begins first keeps what both hold. */
export function segmentsOf<S extends Span>(text: string, spans: readonly S[]): Segment<S>[] {
  const segments: Segment<S>[] = [];
  let at = 0;
  const push = (end: number, span: S | null): void => {
    if (end > at) segments.push({ start: at, text: text.slice(at, end), span });
    at = Math.max(at, end);
  };
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    push(span.start, null);
    push(span.end, span);
  }
  push(text.length, null);
  return segments;
}

/** A span that a row of IOB2 tags describes, over words set apart by single spaces. */
export interface TypedSpan extends Span {
  readonly type: string;
}

/** A sentence and its entities from words and their IOB2 tags. */
export function sentenceOf(words: readonly { readonly text: string; readonly tag: string }[]): {
  readonly text: string;
  readonly spans: readonly TypedSpan[];
} {
  const spans: TypedSpan[] = [];
  let text = '';
  let previous = 'O';
  for (const { text: word, tag } of words) {
    const start = text === '' ? 0 : text.length + 1;
    text = text === '' ? word : `${text} ${word}`;
    const last = spans.at(-1);
    const type = typeOfTag(tag);
    if (tag.startsWith('I-') && last !== undefined && previous !== 'O' && last.type === type) {
      spans[spans.length - 1] = { ...last, end: text.length };
    } else if (tag !== 'O') {
      spans.push({ start, end: text.length, type });
    }
    previous = tag;
  }
  return { text, spans };
}

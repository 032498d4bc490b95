import type { RowProblemKind } from '../../../core/contract/dataset';
import type { Entity } from './scheme';
import type { Span } from './spans';
import { type Word, wordsOf } from './words';

/** Something wrong with the spans of a text, and the place. */
export interface SpanProblem {
  readonly kind: RowProblemKind;
  readonly excerpt: string;
}

export interface AlignedSpans {
  readonly words: readonly Word[];
  /** Whole words, none in two entities. */
  readonly entities: readonly Entity[];
  readonly problems: readonly SpanProblem[];
}

/**
 * Lays spans over the words of a text. Python tools count code points, those of the browser UTF-16 units: where the
 * two differ, the one that fits decides. A span that cuts a word is widened to it, of overlapping ones the longest
 * stays, one that marks nothing goes; all of that is told.
 */
export function alignSpans(text: string, spans: readonly Span[]): AlignedSpans {
  const words = wordsOf(text);
  const problems: SpanProblem[] = [];
  const placed: Entity[] = [];
  for (const span of inUnits(text, spans)) {
    const covered = span.end <= text.length ? wordsIn(words, span) : null;
    if (!covered || !saysTheSame(text, span)) {
      problems.push({ kind: 'bad-span', excerpt: describe(span) });
      continue;
    }
    const first = words[covered.start];
    const last = words[covered.end - 1];
    if (first && last && (first.start < span.start || last.end > span.end)) {
      const whole = text.slice(first.start, last.end);
      problems.push({
        kind: 'misaligned-span',
        excerpt: `“${text.slice(span.start, span.end)}” in “${whole}”`,
      });
    }
    const { type } = span;
    const known = placed.some(
      (entity) => entity.type === type && entity.start === covered.start && entity.end === covered.end,
    );
    if (!known) placed.push({ type, ...covered });
  }
  const kept = withoutOverlaps(placed);
  for (const entity of placed.filter((each) => !kept.includes(each))) {
    const marked = text.slice(words[entity.start]?.start, words[entity.end - 1]?.end);
    problems.push({
      kind: 'overlapping-spans',
      excerpt: `“${marked}” (${entity.type}) lies in another span`,
    });
  }
  return { words, entities: kept, problems };
}

/** Spans in UTF-16 units. */
function inUnits(text: string, spans: readonly Span[]): readonly Span[] {
  const points = codePointStarts(text);
  if (points.length === text.length + 1) return spans;
  const converted = spans.map((span) => ({
    ...span,
    start: points[span.start] ?? Number.POSITIVE_INFINITY,
    end: points[span.end] ?? Number.POSITIVE_INFINITY,
  }));
  const fits = (list: readonly Span[]): boolean =>
    list.every((span) => span.end <= text.length && saysTheSame(text, span));
  return !fits(converted) && fits(spans) ? spans : converted;
}

/** Where each code point begins, and the end of the text. */
function codePointStarts(text: string): number[] {
  const starts: number[] = [];
  let at = 0;
  for (const char of text) {
    starts.push(at);
    at += char.length;
  }
  starts.push(at);
  return starts;
}

function saysTheSame(text: string, { start, end, text: said }: Span): boolean {
  return said === null || text.slice(start, end).trim() === said.trim();
}

/** The words that a span touches; null for one that touches none or does not lie in the text. */
function wordsIn(words: readonly Word[], { start, end }: Span): { start: number; end: number } | null {
  if (start < 0 || start >= end) return null;
  const first = words.findIndex((word) => word.end > start);
  let stop = first;
  while (stop < words.length && (words[stop]?.start ?? end) < end) stop++;
  return first >= 0 && stop > first ? { start: first, end: stop } : null;
}

/** The longest first, of equals the earlier; what is left in reading order. */
function withoutOverlaps(entities: readonly Entity[]): Entity[] {
  const kept: Entity[] = [];
  const byLength = [...entities].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  for (const entity of byLength) {
    if (kept.every((other) => entity.end <= other.start || entity.start >= other.end)) kept.push(entity);
  }
  return kept.sort((a, b) => a.start - b.start);
}

function describe({ start, end, type, text }: Span): string {
  const place = Number.isFinite(end) ? `${start} to ${end}` : 'beyond the end';
  return text === null ? `${type}: ${place}` : `${type}: ${place}, “${text}”`;
}

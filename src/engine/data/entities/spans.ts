import { z } from 'zod';
import { type Literal, parseLiteral } from '../../../core/literal';

/** A labelled piece of a text, in whatever units its tool counts; `text` is what the tool says stands there. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly type: string;
  readonly text: string | null;
}

/** The spans of a cell; `several` tells that more than one annotator worked on it and the first was taken. */
export interface SpanList {
  readonly spans: readonly Span[];
  /** Entries that are no span. */
  readonly bad: number;
  readonly several: boolean;
}

const position = z.number().int();
const name = z.union([z.string(), z.number().transform(String)]);
const tripleSchema = z
  .tuple([position, position, name])
  .transform(([start, end, type]) => ({ start, end, type, text: null }));

/** The names that tools have for the same things: Prodigy, doccano, Label Studio, Hugging Face pipelines, spaCy. */
const objectSchema = z
  .looseObject({
    start: position.optional(),
    start_offset: position.optional(),
    start_char: position.optional(),
    end: position.optional(),
    end_offset: position.optional(),
    end_char: position.optional(),
    label: name.optional(),
    type: name.optional(),
    tag: name.optional(),
    entity: name.optional(),
    entity_group: name.optional(),
    labels: z.array(name).optional(),
    text: z.string().optional(),
    word: z.string().optional(),
  })
  .transform((span, context) => {
    const start = span.start ?? span.start_offset ?? span.start_char;
    const end = span.end ?? span.end_offset ?? span.end_char;
    const type = span.label ?? span.labels?.[0] ?? span.entity_group ?? span.entity ?? span.tag ?? span.type;
    if (start === undefined || end === undefined || type === undefined) {
      context.addIssue('no span');
      return z.NEVER;
    }
    return { start, end, type, text: span.text ?? null };
  });
const spanSchema = z.union([tripleSchema, objectSchema]);

/** Label Studio: annotations of a task, each with results that hold a value. */
const annotationSchema = z.looseObject({
  result: z.array(z.unknown()),
  was_cancelled: z.boolean().optional(),
});
const resultSchema = z.looseObject({ value: z.unknown(), type: z.string().optional() });

/** Reads the spans of a cell: null when it holds none of the known forms, "unannotated" when nobody marked it. */
export function readSpans(cell: string): SpanList | 'unannotated' | null {
  if (cell.trim() === '') return 'unannotated';
  const items = parseItems(cell);
  if (items === null) return null;
  const annotations = z.array(annotationSchema).safeParse(items);
  if (items.length > 0 && annotations.success) return fromAnnotations(annotations.data);
  return fromItems(items, false);
}

/** JSON is by far the commonest, and quickly read. */
function parseItems(cell: string): readonly unknown[] | null {
  try {
    const parsed: unknown = JSON.parse(cell);
    return Array.isArray(parsed) ? parsed : null;
  } catch {
    const parsed = parseLiteral(cell);
    return Array.isArray(parsed) ? parsed.map(plain) : null;
  }
}

function fromAnnotations(annotations: readonly z.infer<typeof annotationSchema>[]): SpanList | 'unannotated' {
  const finished = annotations.filter(({ was_cancelled }) => was_cancelled !== true);
  const first = finished[0];
  if (!first) return 'unannotated';
  const values = first.result.flatMap((result) => {
    const parsed = resultSchema.safeParse(result);
    return parsed.success && (parsed.data.type ?? 'labels') === 'labels' ? [parsed.data.value] : [];
  });
  return fromItems(values, finished.length > 1);
}

function fromItems(items: readonly unknown[], several: boolean): SpanList {
  const spans = items.flatMap((item) => {
    // Lists of words come here too, while columns are told apart: they need no schema to be none.
    if (typeof item !== 'object') return [];
    const parsed = spanSchema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
  return { spans, bad: items.length - spans.length, several };
}

/** Dictionaries as objects. */
function plain(literal: Literal): unknown {
  if (Array.isArray(literal)) return literal.map(plain);
  if (literal instanceof Map) {
    return Object.fromEntries([...literal].map(([key, value]) => [String(key), plain(value)]));
  }
  return literal;
}

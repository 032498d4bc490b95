import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { expectAllClose } from '../../testing/allclose';
import autoDetect from '../../testing/vectors/seqeval_auto_detect.json';
import compute from '../../testing/vectors/seqeval_compute.json';
import boundaries from '../../testing/vectors/seqeval_default_boundaries.json';
import entitiesDefault from '../../testing/vectors/seqeval_entities_default.json';
import reports from '../../testing/vectors/seqeval_report.json';
import strictPairs from '../../testing/vectors/seqeval_strict_pairs.json';
import strictSequences from '../../testing/vectors/seqeval_strict_sequences.json';
import tagParse from '../../testing/vectors/seqeval_strict_tag_parse.json';
import { averageScores } from '../scores';
import { defaultSpans, spanEnds, spanStarts } from './default-spans';
import { countEntities, overallScores, tagAccuracy, typeScores } from './report';
import { detectScheme, SCHEMES, type StrictScheme } from './schemes';
import type { TaggedSentences, TaggedSpan } from './span';
import { follows, parseStrictTag, strictSpans } from './strict-spans';

const EXACT = { rtol: 1e-9, atol: 1e-12 };

const tags = z.array(z.string());
const schemeSchema = z.custom<StrictScheme>((value) => typeof value === 'string' && value in SCHEMES);
const spansSchema = z.array(z.tuple([z.string(), z.number(), z.number()]));
const asRows = (spans: readonly TaggedSpan[]) => spans.map(({ type, start, end }) => [type, start, end]);

/**
 * What the studio offers: tags have their letter in front (upstream also reads it at the end, "suffix"), and scores
 * without a denominator are 0.
 */
const offered = <T extends object>(cases: readonly T[]): T[] =>
  cases.filter(
    (entry) =>
      !('suffix' in entry && entry.suffix === true) &&
      !('zero_division' in entry && entry.zero_division === 1),
  );

test('nearly all cases of the reference are the studio’s too', () => {
  expect(offered(tagParse.cases)).toHaveLength(tagParse.cases.length - 2);
  expect(offered(compute.cases)).toHaveLength(compute.cases.length - 2);
});

describe('default mode', () => {
  const schema = z.object({
    id: z.string(),
    tags: z.union([z.array(tags), tags]),
    expected_entities_type_start_endInclusive: spansSchema,
  });
  test.each(z.array(schema).parse(entitiesDefault.cases))('$id', (c) => {
    const isNested = (value: readonly unknown[]): value is string[][] => Array.isArray(value[0]);
    const sentences = isNested(c.tags) ? c.tags : [z.array(z.string()).parse(c.tags)];
    const expected = c.expected_entities_type_start_endInclusive.map(([type, start, end]) => [
      type,
      start,
      end + 1,
    ]);
    expect(asRows(defaultSpans(sentences))).toEqual(expected);
  });

  const tag = z.tuple([z.string(), z.string()]).transform(([prefix, type]) => ({ prefix, type }));
  const pair = z.object({
    id: z.string(),
    previous: tag,
    current: tag,
    chunk_starts_at_current: z.boolean(),
    chunk_ends_before_current: z.boolean(),
  });
  test.each(z.array(pair).parse(boundaries.cases))('$id', (c) => {
    expect(spanStarts(c.previous, c.current)).toBe(c.chunk_starts_at_current);
    expect(spanEnds(c.previous, c.current)).toBe(c.chunk_ends_before_current);
  });
});

describe('strict mode', () => {
  test.each(offered(tagParse.cases))('$id', ({ tag, expected }) => {
    if ('error' in expected) expect(() => parseStrictTag(tag)).toThrow(RangeError);
    else expect(parseStrictTag(tag)).toEqual(expected);
  });

  test.each(autoDetect.cases)('$id', ({ tags_seen, expected_scheme }) => {
    expect(detectScheme(tags_seen)).toBe(typeof expected_scheme === 'string' ? expected_scheme : null);
  });

  const sequence = z.object({
    id: z.string(),
    scheme: schemeSchema,
    tags,
    expected_entities_type_start_endExclusive: spansSchema,
    second_tag_after_first: z
      .object({ start: z.boolean(), inside: z.boolean(), end_of_previous: z.boolean() })
      .optional(),
  });
  test.each(z.array(sequence).parse([...strictPairs.cases, ...strictSequences.cases]))('$id', (c) => {
    expect(asRows(strictSpans([c.tags], c.scheme))).toEqual(c.expected_entities_type_start_endExclusive);
    if (c.second_tag_after_first === undefined) return;
    const [first = '', second = ''] = c.tags;
    const asks = (part: 'start' | 'inside' | 'end') =>
      follows(SCHEMES[c.scheme], part, parseStrictTag(first), parseStrictTag(second));
    expect({ start: asks('start'), inside: asks('inside'), end_of_previous: asks('end') }).toEqual(
      c.second_tag_after_first,
    );
  });
});

const prefixesOf = (sentences: TaggedSentences) => sentences.flat().map((tag) => tag.slice(0, 1));

function counted(
  references: TaggedSentences,
  predictions: TaggedSentences,
  mode: string,
  scheme: StrictScheme | null,
) {
  const found = scheme ?? detectScheme(prefixesOf(references));
  const spans = (sentences: TaggedSentences) => {
    if (mode === 'default') return defaultSpans(sentences);
    if (found === null) throw new RangeError('no scheme');
    return strictSpans(sentences, found);
  };
  return countEntities(spans(references), spans(predictions));
}

describe('scores', () => {
  const base = {
    id: z.string(),
    references: z.array(tags),
    predictions: z.array(tags),
    mode: z.string(),
    scheme: schemeSchema.nullable(),
  };
  const typed = z.object({ precision: z.number(), recall: z.number(), f1: z.number(), number: z.number() });
  const computed = z.object({
    ...base,
    expected: z.record(z.string(), z.union([typed, z.number()])).optional(),
    expected_error: z.string().optional(),
  });
  test.each(z.array(computed).parse(offered(compute.cases)))('$id', (c) => {
    const run = () => {
      const accuracy = tagAccuracy(c.references, c.predictions);
      const counts = counted(c.references, c.predictions, c.mode, c.scheme);
      const { precision, recall, f1 } = overallScores(counts);
      const types = typeScores(counts).map(({ label, support, ...scores }) => [
        label,
        { ...scores, number: support },
      ]);
      return {
        ...Object.fromEntries(types),
        overall_precision: precision,
        overall_recall: recall,
        overall_f1: f1,
        overall_accuracy: accuracy,
      };
    };
    if (c.expected === undefined) {
      expect(run).toThrow(RangeError);
      return;
    }
    const result = run();
    expect(Object.keys(result)).toEqual(Object.keys(c.expected));
    expectAllClose(flat(result), flat(c.expected), EXACT);
  });

  const average = z.object({
    precision: z.number(),
    recall: z.number(),
    'f1-score': z.number(),
    support: z.number(),
  });
  /** Upstream's mean over no types is NaN; the studio shows no macro average of entities. */
  const noAverage = z.object({ precision: z.literal('NaN') });
  const report = z.object({ ...base, expected: z.record(z.string(), z.union([average, noAverage])) });
  test.each(z.array(report).parse(reports.cases))('$id', (c) => {
    const counts = counted(c.references, c.predictions, c.mode, c.scheme);
    const support = counts.reduce((sum, count) => sum + count.support, 0);
    const averages = (['micro', 'macro', 'weighted'] as const).map((kind) => ({
      label: `${kind} avg`,
      ...averageScores(counts, kind),
      support,
    }));
    const rows = [...typeScores(counts), ...averages].map(({ label, precision, recall, f1, support: n }) => [
      label,
      { precision, recall, 'f1-score': f1, support: n },
    ]);
    const result = Object.fromEntries(rows);
    expect(Object.keys(result)).toEqual(Object.keys(c.expected));
    for (const [name, expected] of Object.entries(c.expected)) {
      if (expected.precision !== 'NaN') expectAllClose(flat(result[name]), flat(expected), EXACT);
      else expect(counts).toEqual([]);
    }
  });
});

/** The numbers of nested records, by key. */
function flat(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return Object.entries(z.record(z.string(), z.unknown()).parse(value))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, inner]) => flat(inner));
}

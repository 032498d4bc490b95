import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { MersenneTwister } from '../../core/rng';
import decoding from '../testing/vectors/prediction_decoding.json';
import compute from '../testing/vectors/seqeval_compute.json';
import performance from '../testing/vectors/seqeval_performance.json';
import { expectAllClose } from '../testing/allclose';
import { pairEntities } from './entity-confusion';
import { LabelledPositions } from './labelled-positions';
import type { TaggedSpan } from './seqeval/span';
import { type TaggedTokens, tokenClassificationReport, wordTags } from './token-classification';

const LABELS = ['O', 'B-LOC', 'B-ORG', 'B-PER', 'I-LOC', 'I-ORG', 'I-PER'];
const rowOf = (example: number) => ({ fileId: 'f', row: example + 1 });

/** Sentences of words of one token each. */
function tokensOf(
  truth: readonly (readonly string[])[],
  found: readonly (readonly string[])[],
): TaggedTokens {
  const ids = (tags: readonly (readonly string[])[]) =>
    Int32Array.from(tags.flat(), (tag) => LABELS.indexOf(tag));
  const starts = [0];
  for (const tags of truth) starts.push((starts.at(-1) ?? 0) + tags.length);
  return { truth: ids(truth), predicted: ids(found), starts, isWordStart: truth.flat().map(() => 1) };
}

describe('what is handed to seqeval', () => {
  const schema = z.object({
    id: z.string(),
    argmax_ids: z.array(z.array(z.number())),
    label_ids: z.array(z.array(z.number())),
    label_list: z.array(z.string()),
    expected_predictions: z.array(z.array(z.string())),
    expected_references: z.array(z.array(z.string())),
  });
  test.each(z.array(schema).parse(decoding.cases))('$id', (c) => {
    const width = c.label_ids[0]?.length ?? 0;
    const classes = c.label_list.length;
    const every = c.label_ids.flat().map((_, i) => i);
    const positions = new LabelledPositions({
      starts: Uint32Array.from([0, ...c.label_ids.map((_, i) => (i + 1) * width)]),
      wordIds: Int32Array.from(every),
    });
    positions.add(
      {
        batchSize: c.label_ids.length,
        sequenceLength: width,
        inputIds: Int32Array.from(every),
        attentionMask: Int32Array.from(every, () => 1),
        tokenTypeIds: Int32Array.from(every, () => 0),
        labels: Int32Array.from(c.label_ids.flat()),
        tokens: every.length,
        rows: c.label_ids.map((_, i) => i),
      },
      Float32Array.from(
        c.argmax_ids.flat().flatMap((id) => Array.from({ length: classes }, (_, k) => (k === id ? 1 : 0))),
      ),
      classes,
    );
    const { truth, predicted, ...places } = positions.result;
    expect(wordTags(places, truth, c.label_list)).toEqual(c.expected_references);
    expect(wordTags(places, predicted, c.label_list)).toEqual(c.expected_predictions);
  });

  test('a word counts once, by its first token, also where all its tokens are labelled', () => {
    // [CLS] Zach ##ary Raicik ##s [SEP], every token of a word labelled
    const positions = new LabelledPositions({
      starts: Uint32Array.of(0, 6),
      wordIds: Int32Array.of(-1, 0, 0, 1, 1, -1),
    });
    const ignored = -100;
    const predicted = [0, 3, 0, 6, 1, 0];
    positions.add(
      {
        batchSize: 1,
        sequenceLength: 6,
        inputIds: new Int32Array(6),
        attentionMask: new Int32Array(6).fill(1),
        tokenTypeIds: new Int32Array(6),
        labels: Int32Array.of(ignored, 3, 3, 6, 6, ignored),
        tokens: 6,
        rows: [0],
      },
      Float32Array.from(predicted.flatMap((id) => LABELS.map((_, k) => (k === id ? 1 : 0)))),
      LABELS.length,
    );
    const { metrics } = tokenClassificationReport(positions.result, LABELS, rowOf);
    expect(metrics).toMatchObject({ f1: 1, strict_f1: 1, accuracy: 1, token_accuracy: 0.5 });
  });
});

test.each(performance.cases)('tokens by tag: $id', ({ references, predictions, expected }) => {
  const tags = ['O', ...new Set([...references.flat(), ...predictions.flat()].filter((tag) => tag !== 'O'))];
  const ids = (sentences: readonly (readonly string[])[]) => sentences.flat().map((tag) => tags.indexOf(tag));
  const { confusion } = tokenClassificationReport(
    {
      truth: ids(references),
      predicted: ids(predictions),
      starts: [0, references.flat().length],
      isWordStart: references.flat().map(() => 1),
    },
    tags,
    rowOf,
  );
  const sum = (fits: (truth: number, predicted: number) => boolean) =>
    confusion
      .flatMap((row, i) => row.filter((_, j) => fits(i, j)))
      .reduce((total, count) => total + count, 0);
  expect({
    TP: sum((t, p) => t === p && t !== 0),
    FP: sum((t, p) => t !== p && p !== 0),
    FN: sum((t, p) => t !== 0 && p === 0),
    TN: sum((t, p) => t === 0 && p === 0),
  }).toEqual(expected);
});

describe('strict mode', () => {
  const scores = z.object({ precision: z.number(), recall: z.number(), f1: z.number(), number: z.number() });
  const schema = z.object({
    id: z.string(),
    mode: z.string(),
    scheme: z.string().nullable(),
    references: z.array(z.array(z.string())),
    predictions: z.array(z.array(z.string())),
    expected: z.record(z.string(), z.union([scores, z.number()])).optional(),
  });
  const cases = z
    .array(schema)
    .parse(compute.cases)
    .filter(({ mode, scheme, references }) => {
      return mode === 'strict' && scheme === 'IOB2' && references.flat().every((tag) => LABELS.includes(tag));
    });
  test.each(cases)('each type as seqeval counts it: $id', ({ references, predictions, expected = {} }) => {
    const { strictPerLabel, metrics } = tokenClassificationReport(
      tokensOf(references, predictions),
      LABELS,
      rowOf,
    );
    const types = Object.entries(expected).filter(([key]) => !key.startsWith('overall_'));
    expect(strictPerLabel.map(({ label }) => label)).toEqual(types.map(([type]) => type));
    const figures = strictPerLabel.flatMap(({ precision, recall, f1, support }) => [
      precision,
      recall,
      f1,
      support,
    ]);
    const wanted = types.flatMap(([, value]) => {
      const { precision, recall, f1, number } = scores.parse(value);
      return [precision, recall, f1, number];
    });
    expectAllClose(figures, wanted, { rtol: 0, atol: 1e-12 });
    expect(metrics['strict_f1']).toBeCloseTo(Number(expected['overall_f1']), 12);
  });

  test('there is none where tags have no prefixes', () => {
    const { strictPerLabel, metrics } = tokenClassificationReport(
      tokensOf([['O']], [['O']]),
      ['O', 'PER'],
      rowOf,
    );
    expect(strictPerLabel).toEqual([]);
    expect(metrics['strict_f1']).toBeUndefined();
  });
});

describe('confusion of entities', () => {
  test('missed, invented, wrong type, wrong boundary, right: each where it belongs', () => {
    const truth = [
      ['B-PER', 'I-PER', 'O', 'B-ORG', 'O', 'O'],
      ['B-LOC', 'I-LOC', 'O', 'B-PER', 'O', 'O'],
      ['B-ORG', 'O', 'O', 'O', 'O', 'O'],
    ];
    const found = [
      ['B-PER', 'I-PER', 'O', 'B-LOC', 'O', 'O'], // right; another type
      ['O', 'B-LOC', 'O', 'O', 'O', 'B-ORG'], // other boundaries; missed; invented
      ['B-LOC', 'I-LOC', 'O', 'O', 'O', 'O'], // another type and other boundaries
    ];
    const { entities } = tokenClassificationReport(tokensOf(truth, found), LABELS, rowOf);
    expect(entities).toEqual({
      types: ['LOC', 'ORG', 'PER'],
      counts: [
        [1, 0, 0, 0],
        [2, 0, 0, 0],
        [0, 0, 1, 1],
        [0, 1, 0, 0],
      ],
      wrongBoundary: [
        [1, 0, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
      cells: [
        { truth: 2, predicted: 2, wrongBoundary: false, rows: [{ fileId: 'f', row: 1 }] },
        { truth: 1, predicted: 0, wrongBoundary: false, rows: [{ fileId: 'f', row: 1 }] },
        { truth: 0, predicted: 0, wrongBoundary: true, rows: [{ fileId: 'f', row: 2 }] },
        { truth: 2, predicted: 3, wrongBoundary: false, rows: [{ fileId: 'f', row: 2 }] },
        { truth: 3, predicted: 1, wrongBoundary: false, rows: [{ fileId: 'f', row: 2 }] },
        { truth: 1, predicted: 0, wrongBoundary: true, rows: [{ fileId: 'f', row: 3 }] },
      ],
    });
  });

  test('one true entity cut in two pairs with the larger half', () => {
    const span = (type: string, start: number, end: number): TaggedSpan => ({ type, start, end });
    const whole = span('PER', 0, 5);
    const [half, rest] = [span('PER', 0, 2), span('ORG', 2, 5)];
    expect(pairEntities([whole], [half, rest])).toEqual([
      { truth: whole, found: rest },
      { truth: null, found: half },
    ]);
  });

  test('adds up to what seqeval counts, and every cell has its rows', () => {
    const random = new MersenneTwister(3);
    const draw = () => LABELS[random.uint32() % LABELS.length] ?? 'O';
    const sentences = Array.from({ length: 300 }, () =>
      Array.from({ length: 1 + (random.uint32() % 12) }, draw),
    );
    const found = sentences.map((tags) => tags.map((tag) => (random.uint32() % 4 === 0 ? draw() : tag)));
    const report = tokenClassificationReport(tokensOf(sentences, found), LABELS, rowOf);
    const { entities, perLabel } = report;
    if (entities === null) throw new Error('no entities');
    const nothing = entities.types.length;
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    for (const [i, type] of entities.types.entries()) {
      const scores = perLabel.find(({ label }) => label === type);
      const support = sum(entities.counts[i] ?? []);
      const predicted = sum(entities.counts.map((row) => row[i] ?? 0));
      const right = (entities.counts[i]?.[i] ?? 0) - (entities.wrongBoundary[i]?.[i] ?? 0);
      expect(support).toBe(scores?.support);
      expect(right / support).toBeCloseTo(scores?.recall ?? Number.NaN, 12);
      expect(right / predicted).toBeCloseTo(scores?.precision ?? Number.NaN, 12);
    }
    expect(entities.counts[nothing]?.[nothing]).toBe(0);
    for (const { truth, predicted, wrongBoundary, rows } of entities.cells) {
      const all = entities.counts[truth]?.[predicted] ?? 0;
      const moved = entities.wrongBoundary[truth]?.[predicted] ?? 0;
      const count = wrongBoundary ? moved : all - moved;
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.length).toBeLessThanOrEqual(Math.min(count, 200));
      expect(rows).toEqual(rows.toSorted((a, b) => a.row - b.row));
      expect(new Set(rows.map(({ row }) => row)).size).toBe(rows.length);
    }
  });

  test('at most 200 rows a cell', () => {
    const sentences = Array.from({ length: 250 }, () => ['B-PER']);
    const { entities } = tokenClassificationReport(
      tokensOf(
        sentences,
        sentences.map(() => ['O']),
      ),
      LABELS,
      rowOf,
    );
    expect(entities?.cells.map(({ rows }) => rows.length)).toEqual([200]);
  });
});

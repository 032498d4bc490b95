import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AGGREGATION_STRATEGIES, type Entity } from '../../../core/contract/predictions';
import { expectAllClose } from '../../testing/allclose';
import aggregation from '../../testing/vectors/tc_aggregation.json';
import endToEnd from '../../testing/vectors/tc_end_to_end.json';
import groupingRandom from '../../testing/vectors/tc_grouping_random.json';
import labelPrefix from '../../testing/vectors/tc_label_prefix.json';
import overlapMerge from '../../testing/vectors/tc_overlap_merge.json';
import transformersJs from '../../testing/vectors/transformersjs_vs_python_grouping.json';
import { buildDecoder } from '../../tokenizer/decoders/registry';
import type { TokenizerPart } from '../../tokenizer/parts';
import { aggregate, type Decode, group, groupName, splitLabel } from './aggregate';
import { mergeOverlapping } from './overlap';
import { tokenRecords } from './token-record';

/** The decoders of tokenizer.json that upstream's kinds of tokenizer have. */
const DECODERS: Readonly<Record<string, TokenizerPart>> = {
  wordpiece: { type: 'WordPiece', prefix: '##', cleanup: true },
  metaspace: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
  bytelevel: { type: 'ByteLevel' },
};

function decoderOf(kind: string): Decode {
  const json = DECODERS[kind];
  if (json === undefined) throw new RangeError(`no decoder ${kind}`);
  const decode = buildDecoder(json);
  return (tokens) => decode(tokens).join('');
}

/** A tokenizer without positions gives none; they are carried along all the same. */
const position = z
  .number()
  .nullable()
  .transform((value) => value ?? -1);
const strategySchema = z.enum(AGGREGATION_STRATEGIES);
const entitySchema = z
  .object({
    entity: z.string().optional(),
    entity_group: z.string().optional(),
    score: z.number(),
    word: z.string(),
    start: position,
    end: position,
  })
  .transform(
    ({ entity, entity_group: name, score, word, start, end }): Entity => ({
      label: name ?? entity ?? '',
      score,
      word,
      start,
      end,
    }),
  );

function expectEntities(actual: readonly Entity[], expected: readonly Entity[], atol: number): void {
  const withoutScore = (entities: readonly Entity[]) =>
    entities.map(({ label, word, start, end }) => ({ label, word, start, end }));
  expect(withoutScore(actual)).toEqual(withoutScore(expected));
  expectAllClose(
    actual.map(({ score }) => score),
    expected.map(({ score }) => score),
    { rtol: 0, atol },
  );
}

describe('score vectors to entities', () => {
  const schema = z.object({
    id: z.string(),
    labels: z.array(z.string()),
    tokenizer_kind: z.string(),
    strategy: strategySchema,
    pre_entities: z.array(
      z
        .object({
          word: z.string(),
          scores: z.array(z.number()),
          index: z.number(),
          start: position,
          end: position,
          is_subword: z.boolean(),
        })
        .transform(({ is_subword: isSubword, ...rest }) => ({ ...rest, isSubword, wordId: 0 })),
    ),
    expected: z.array(entitySchema),
  });
  test.each(z.array(schema).parse(aggregation.cases))('$id', (c) => {
    const entities = aggregate(c.pre_entities, c.labels, c.strategy, decoderOf(c.tokenizer_kind));
    expectEntities(entities, c.expected, 1e-6);
  });
});

describe('logits to the output of the pipeline', () => {
  const schema = z.object({
    id: z.string(),
    labels: z.array(z.string()),
    tokenizer_kind: z.string(),
    text: z.string(),
    tokens: z.array(
      z.object({
        token: z.string(),
        id: z.number(),
        start: z.number(),
        end: z.number(),
        special: z.boolean(),
      }),
    ),
    unk_token_id: z.number().nullable(),
    logits: z.array(z.array(z.number())),
    strategy: strategySchema,
    ignore_labels: z.array(z.string()).default(['O']),
    expected: z.array(entitySchema),
    expected_is_subword_of_non_special: z.array(z.boolean()).optional(),
  });
  test.each(z.array(schema).parse(endToEnd.cases))('$id', (c) => {
    const names = new Map(c.tokens.map(({ id, token }) => [id, token]));
    const records = tokenRecords(
      [...c.text],
      {
        ids: c.tokens.map(({ id }) => id),
        starts: c.tokens.map(({ start }) => start),
        ends: c.tokens.map(({ end }) => end),
        wordIds: c.tokens.map((_, i) => i),
        specialMask: c.tokens.map(({ special }) => (special ? 1 : 0)),
      },
      c.logits.flat(),
      c.labels.length,
      {
        unkId: c.unk_token_id,
        continuingSubwordPrefix: c.tokenizer_kind === 'wordpiece' ? '##' : null,
        idToToken: (id) => names.get(id) ?? '',
      },
    );
    if (c.expected_is_subword_of_non_special !== undefined) {
      expect(records.map(({ isSubword }) => isSubword)).toEqual(c.expected_is_subword_of_non_special);
    }
    const entities = aggregate(records, c.labels, c.strategy, decoderOf(c.tokenizer_kind));
    const kept = entities.filter(({ label }) => !c.ignore_labels.includes(label));
    expectEntities(kept, c.expected, 1e-5);
  });
});

describe('grouping', () => {
  test.each(labelPrefix.cases)('$id', (c) => {
    expect(splitLabel(c.label)).toEqual({ prefix: c.expected_prefix, tag: c.expected_tag });
    expect(groupName(c.label)).toBe(c.expected_group_name_when_first);
  });

  test.each(groupingRandom.cases)('$id', (c) => {
    const findings = c.label_sequence.map((label, i) => ({
      label,
      score: c.scores[i] ?? Number.NaN,
      word: 'w',
      start: 2 * i,
      end: 2 * i + 1,
    }));
    const expected = c.expected.map(({ entity_group: label, ...rest }) => ({ label, word: '', ...rest }));
    expectEntities(
      group(findings, () => ''),
      expected,
      1e-9,
    );
  });

  test.each(transformersJs.cases)('$id: as in Python, whatever transformers.js does', (c) => {
    const findings = c.labels.map((label, i) => ({
      label,
      score: c.scores[i] ?? Number.NaN,
      word: '',
      start: i + 1,
      end: i + 2,
    }));
    const entities = group(findings, () => '').filter(({ label }) => label !== 'O');
    const expected = c.expected_python_simple.map(
      ({ entity_group: label, score, token_indices: indices }) => ({
        label,
        score,
        word: '',
        start: indices[0] ?? 0,
        end: (indices.at(-1) ?? 0) + 1,
      }),
    );
    expectEntities(entities, expected, 1e-9);
  });
});

const overlapCases = z
  .array(z.object({ id: z.string(), entities: z.array(entitySchema), expected: z.array(entitySchema) }))
  .parse(overlapMerge.cases);
test.each(overlapCases)('overlapping windows: $id', ({ entities, expected }) => {
  expect(mergeOverlapping(entities)).toEqual(expected);
});

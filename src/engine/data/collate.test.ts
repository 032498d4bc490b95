import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import vectors from '../testing/vectors/collators.json';
import { collate } from './collate';
import type { ExampleSet } from './example-set';

const integers = z.array(z.number().int());
const caseSchema = z.object({
  id: z.string(),
  collator: z.enum(['DataCollatorWithPadding', 'DataCollatorForTokenClassification']),
  features: z.array(
    z.object({
      input_ids: integers,
      token_type_ids: integers.optional(),
      attention_mask: integers.optional(),
      label: z.number().optional(),
      labels: integers.optional(),
    }),
  ),
  options: z.object({
    pad_id: z.number().default(0),
    mult: z.number().optional(),
    strategy: z.string().optional(),
    label_pad: z.number().optional(),
  }),
  expected: z.object({
    input_ids: z.array(integers),
    attention_mask: z.array(integers),
    token_type_ids: z.array(integers).optional(),
    labels: z.union([z.array(z.number()), z.array(integers)]).optional(),
  }),
});
type Case = z.infer<typeof caseSchema>;

/** Ours pads to the longest, with -100, over texts without padding of their own and with integer labels. */
const ours = (c: Case): boolean =>
  c.options.strategy === undefined &&
  c.options.label_pad === undefined &&
  c.features.every((f) => (f.attention_mask ?? []).every((m) => m === 1) && Number.isInteger(f.label ?? 0));

function toSet(features: Case['features']): ExampleSet {
  const labels = features.map((f) => f.labels ?? (f.label === undefined ? [] : [f.label]));
  const offsets = (runs: readonly (readonly number[])[]) => {
    const starts = new Uint32Array(runs.length + 1);
    for (const [i, run] of runs.entries()) starts[i + 1] = (starts[i] ?? 0) + run.length;
    return starts;
  };
  return {
    length: features.length,
    inputIds: Int32Array.from(features.flatMap((f) => f.input_ids)),
    typeIds: Uint8Array.from(features.flatMap((f) => f.token_type_ids ?? f.input_ids.map(() => 0))),
    starts: offsets(features.map((f) => f.input_ids)),
    labels: Int32Array.from(labels.flat()),
    wordIds: new Int32Array(),
    labelStarts: offsets(labels),
    files: new Uint32Array(features.length),
    rows: Uint32Array.from(features.keys()).map((i) => i + 1),
  };
}

function toRows(flat: Int32Array, width: number): number[][] {
  return Array.from({ length: flat.length / width }, (_, i) => [
    ...flat.subarray(i * width, (i + 1) * width),
  ]);
}

const cases = z.array(caseSchema).parse(vectors.cases);

describe('collate', () => {
  it.each(cases.filter(ours))('$id equals $collator', (c) => {
    const token = c.collator === 'DataCollatorForTokenClassification';
    const batch = collate(toSet(c.features), [...c.features.keys()], {
      padTokenId: c.options.pad_id,
      padToMultipleOf: c.options.mult ?? 1,
      labels: token ? 'token' : 'sequence',
    });
    const T = batch.sequenceLength;
    expect(toRows(batch.inputIds, T)).toEqual(c.expected.input_ids);
    expect(toRows(batch.attentionMask, T)).toEqual(c.expected.attention_mask);
    if (c.expected.token_type_ids) expect(toRows(batch.tokenTypeIds, T)).toEqual(c.expected.token_type_ids);
    if (c.expected.labels) {
      expect(token ? toRows(batch.labels, T) : [...batch.labels]).toEqual(c.expected.labels);
    }
    expect(batch.tokens).toBe(c.features.flatMap((f) => f.input_ids).length);
  });

  it('covers three of the vectors; the others ask for what it does not offer', () => {
    expect(cases.filter(ours).length).toBe(3);
  });

  const set = toSet([
    { input_ids: [1, 2, 3, 4, 5], label: 1 },
    { input_ids: [6], label: 0 },
    { input_ids: [7, 8], labels: [] },
  ]);

  it('rounds the length up, keeps the order asked for and ignores a missing label', () => {
    const batch = collate(set, Uint32Array.of(2, 0), {
      padTokenId: 9,
      padToMultipleOf: 8,
      labels: 'sequence',
    });
    expect(batch.sequenceLength).toBe(8);
    expect(toRows(batch.inputIds, 8)).toEqual([
      [7, 8, 9, 9, 9, 9, 9, 9],
      [1, 2, 3, 4, 5, 9, 9, 9],
    ]);
    expect([...batch.labels]).toEqual([-100, 1]);
    expect(batch.rows).toEqual([2, 0]);
    expect(batch.tokens).toBe(7);
  });

  it('refuses an index out of range and more labels than places', () => {
    const options = { padTokenId: 0, padToMultipleOf: 1, labels: 'sequence' } as const;
    expect(() => collate(set, [3], options)).toThrow(RangeError);
    expect(() => collate(toSet([{ input_ids: [1], labels: [0, 1] }]), [0], options)).toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { expectAllClose } from '../testing/allclose';
import vectors from '../testing/vectors/txc_postprocess.json';
import { classScores, PROBLEM_TYPES, scoreFunction } from './text-classification';

const score = z.object({ label: z.string(), score: z.number() });
const caseSchema = z
  .object({
    id: z.string(),
    logits_of_one_text: z.array(z.number()),
    labels: z.array(z.string()),
    config_problem_type: z.enum(PROBLEM_TYPES).nullable(),
    function_to_apply: z.enum(['softmax', 'sigmoid', 'none']).nullable(),
    top_k: z.union([z.literal('absent'), z.number(), z.null()]),
    /** Bare, in a list, or in a list of texts, by the kind of input; always of one text here. */
    expected: z.union([score, z.array(score), z.array(z.array(score))]),
  })
  .transform(({ expected, ...rest }) => ({ ...rest, expected: z.array(score).parse([expected].flat(2)) }));

const cases = z.array(caseSchema).parse(vectors.cases);

describe('classScores', () => {
  it.each(cases)('$id: $config_problem_type, $function_to_apply, top_k $top_k', (c) => {
    const apply = c.function_to_apply ?? scoreFunction(c.config_problem_type, c.labels.length);
    const all = classScores(c.logits_of_one_text, c.labels, apply);
    const topK = c.top_k === 'absent' ? 1 : (c.top_k ?? all.length);
    const top = all.slice(0, topK);
    expect(top.map((s) => s.label)).toEqual(c.expected.map((s) => s.label));
    expectAllClose(
      top.map((s) => s.score),
      c.expected.map((s) => s.score),
      { rtol: 1e-6, atol: 1e-9 },
    );
  });

  it('shows a NaN logit instead of hiding it', () => {
    expect(classScores([Number.NaN, 1], ['a', 'b'], 'softmax').map((s) => s.score)).toEqual([
      Number.NaN,
      Number.NaN,
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import vectors from '../../testing/vectors/label_alignment.json';
import { alignLabels, laterLabels } from './align-labels';

const MODES = { first_only: 'first', all_tokens_b_to_i: 'all-iob', all_tokens_same: 'all' } as const;
const cases = z
  .array(
    z.object({
      id: z.string(),
      word_ids: z.array(z.number().nullable()),
      word_labels: z.array(z.number()),
      label_list: z.array(z.string()),
      mode: z.enum(['first_only', 'all_tokens_b_to_i', 'all_tokens_same']),
      expected: z.array(z.number()),
    }),
  )
  .parse(vectors.cases);

describe('alignLabels', () => {
  it.each(cases)('$id: run_ner, $mode', (c) => {
    const wordIds = c.word_ids.map((word) => word ?? -1);
    const later = laterLabels(c.label_list, MODES[c.mode]);
    expect([...alignLabels(wordIds, c.word_labels, later)]).toEqual(c.expected);
  });
});

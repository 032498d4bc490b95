import { expect, test } from 'vitest';
import { aggregationStrategySchema } from '../../../core/contract/predictions';
import vectors from '../../testing/vectors/tc_arguments.json';
import preEntities from '../../testing/vectors/tc_pre_entities.json';
import { loadTokenizer } from '../../tokenizer/tokenizer';
import { tokenRecords } from './token-record';
import { strideFor } from './windows';

/** A SentencePiece tokenizer that marks the beginnings of words; offsets hold the blank before, as DeBERTa-v2's do. */
const metaspace = loadTokenizer({
  tokenizerJson: {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    post_processor: null,
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    model: {
      type: 'Unigram',
      unk_id: 0,
      vocab: [
        ['<unk>', 0],
        ['▁I', -1],
        ['▁play', -2],
        ['▁the', -2],
        ['▁there', -2.5],
        ['min', -3],
      ],
    },
  },
  tokenizerConfig: null,
});

test.each(preEntities.cases)('records of tokens: $id', (c) => {
  const [window] = metaspace.encodeWindows(c.text, { maxLength: 32, stride: strideFor(32) });
  if (window === undefined) throw new Error('no window');
  const labels = ['O', 'B-MISC'];
  const logits = Array.from({ length: window.ids.length * labels.length }, () => 0);
  const records = tokenRecords([...c.text], window, logits, labels.length, metaspace);
  expect(records.map(({ word, isSubword }) => [word, isSubword])).toEqual(c.expected_word_and_is_subword);
});

/** The studio has no such argument: offsets and stride are its own, and every tokenizer gives offsets. */
const NOT_ASKED = ['002', '005', '006', '009', '010', '012'];

const CHECKS: Readonly<Record<string, (c: (typeof vectors.cases)[number]) => void>> = {
  '000': ({ input }) => {
    const windows = metaspace.encodeWindows(String(input), { maxLength: 64, stride: strideFor(64) });
    expect(windows).toHaveLength(1);
  },
  '014': strideFits,
  '016': strideFits,
  '019': ({ conditions, expected }) => {
    expect(aggregationStrategySchema.parse(conditions?.strategy)).toBe(expected.same_as);
    expect(aggregationStrategySchema.safeParse('SIMPLEST').success).toBe(false);
  },
  // Upstream refuses an empty list; here it has no answers.
  '020': () => {
    expect(metaspace.encodeWindows([], { maxLength: 64, stride: strideFor(64) })[0]?.ids).toHaveLength(0);
  },
};

/** Whatever a model reads, the stride leaves room for new tokens beside two special ones. */
function strideFits(): void {
  for (let maxLength = 8; maxLength <= 8192; maxLength++) {
    expect(strideFor(maxLength)).toBeLessThan(maxLength - 2);
  }
}

const idOf = ({ id }: { readonly id: string }): string => id.replace('tc_arguments-', '');
const asked = vectors.cases.filter((c) => !NOT_ASKED.includes(idOf(c)));

test.each(asked)('arguments: $name', (c) => {
  const check = CHECKS[idOf(c)];
  if (check === undefined) throw new RangeError(`no check for ${c.id}`);
  check(c);
});

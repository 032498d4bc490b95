import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import byteLevelVectors from '../testing/vectors/tokenizer_byte_level_bpe.json';
import decoderVectors from '../testing/vectors/tokenizer_decoders.json';
import fullVectors from '../testing/vectors/tokenizer_full.json';
import preTokenizerVectors from '../testing/vectors/tokenizer_pre_tokenizers.json';
import metaspaceVectors from '../testing/vectors/tokenizer_unigram_metaspace.json';
import viterbiVectors from '../testing/vectors/unigram_viterbi.json';
import { fromUnits, originalText, startOf, endOf, wholeText } from './working-text';
import { buildDecoder } from './decoders/registry';
import { unigram } from './models/unigram';
import { buildPreTokenizer } from './pre-tokenizers/registry';
import type { TokenizerPart } from './parts';
import { spellBytes } from './byte-alphabet';
import { type Encoding, loadTokenizer } from './tokenizer';

const METASPACE = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true };

const offsets = ({ starts, ends }: Encoding): number[][] =>
  Array.from(starts, (start, i) => [start, ends[i] ?? -1]);

describe('a whole tokenizer.json (tokenizer_full)', () => {
  const encodingSchema = z.object({
    ids: z.array(z.number()),
    tokens: z.array(z.string()),
    offsets: z.array(z.array(z.number())),
    word_ids: z.array(z.number().nullable()),
    type_ids: z.array(z.number()),
    special_tokens_mask: z.array(z.number()),
  });
  const schema = z.object({
    id: z.string(),
    group: z.string(),
    tokenizer: z.string(),
    text: z.string().optional(),
    text_pair: z.string().optional(),
    words: z.array(z.string()).optional(),
    truncation: z.object({ max_length: z.number(), stride: z.number() }).optional(),
    expected: encodingSchema.optional(),
    expected_overflowing: z.array(encodingSchema).optional(),
  });
  const tokenizers = new Map(
    Object.entries(fullVectors.conventions.tokenizers).map(([name, tokenizerJson]) => [
      name,
      loadTokenizer({ tokenizerJson, tokenizerConfig: null }),
    ]),
  );
  const cases = schema.array().parse(fullVectors.cases);

  it('has all families, pairs, words and truncation', () => {
    expect(cases).toHaveLength(98);
    expect(tokenizers.size).toBe(7);
  });

  it.each(cases)('$id $group', (c) => {
    const tokenizer = tokenizers.get(c.tokenizer);
    if (!tokenizer) throw new Error(`no tokenizer ${c.tokenizer}`);
    const plain = (encoding: Encoding) => ({
      ids: [...encoding.ids],
      offsets: offsets(encoding),
      word_ids: Array.from(encoding.wordIds, (id) => (id < 0 ? null : id)),
      type_ids: [...encoding.typeIds],
      special_tokens_mask: [...encoding.specialMask],
    });
    const windows = tokenizer.encodeWindows(c.words ?? c.text ?? '', {
      maxLength: c.truncation?.max_length ?? 512,
      stride: c.truncation?.stride ?? 0,
      ...(c.text_pair !== undefined && { pair: c.text_pair }),
    });
    if (c.expected) {
      const { tokens, ...expected } = c.expected;
      expect(windows.slice(0, 1).map(plain)).toEqual([expected]);
      const isNamed = (id: number) => id !== tokenizer.unkId;
      // The library's text of an added token holds the spaces it swallowed, that of an unknown one is the text's own.
      expect(expected.ids.filter(isNamed).map(tokenizer.idToToken)).toEqual(
        tokens
          .filter((_, i) => isNamed(expected.ids[i] ?? -1))
          .map((token) => token.replace(/^ +(?=[<[])/, '')),
      );
    }
    // The version that the vectors are from stops reading at max_length tokens, where the windows go on.
    for (const [i, { tokens: _, ...overflowing }] of (c.expected_overflowing ?? []).entries()) {
      const window = windows[i + 1];
      if (!window) throw new Error(`no window ${i + 1}`);
      const ours = plain(window);
      const count = overflowing.ids.length - 1;
      for (const column of ['ids', 'offsets', 'word_ids', 'type_ids', 'special_tokens_mask'] as const) {
        expect(ours[column].slice(0, count)).toEqual(overflowing[column].slice(0, count));
        expect(ours[column].at(-1)).toEqual(overflowing[column].at(-1));
      }
    }
    const options = {
      maxLength: c.truncation?.max_length ?? 512,
      ...(c.text_pair !== undefined && { pair: c.text_pair }),
    };
    const encoding = c.words
      ? tokenizer.encodeWords(c.words, options)
      : tokenizer.encode(c.text ?? '', options);
    expect({ ...encoding, truncated: windows.length > 1 }).toEqual(encoding);
    expect(encoding).toEqual(windows[0]);
  });
});

describe('byte-level BPE (tokenizer_byte_level_bpe)', () => {
  const { merges_in_rank_order: merges } = byteLevelVectors.conventions;
  const bounds: number[] = [];
  const alphabet = spellBytes(
    originalText(fromUnits(Uint16Array.from({ length: 128 }, (_, i) => i)), 0),
    bounds,
  );
  // The second half of the alphabet: bytes of characters, of which each spells one or two.
  const upper = spellBytes(
    originalText(
      Array.from({ length: 0x800 }, (_, i) => String.fromCharCode(i)).join('') + '\u{10ffff}࠰쀀',
      0,
    ),
    bounds,
  );
  const symbols = new Set([
    ...alphabet.text,
    ...upper.text,
    ...merges.flatMap((merge) => [...merge.replace(' ', '')]),
  ]);
  const vocab = Object.fromEntries(
    [...symbols, ...merges.map((merge) => merge.replace(' ', ''))].map((token, id) => [token, id]),
  );

  it.each(byteLevelVectors.cases)('$id', ({ text, add_prefix_space, trim_offsets, expected }) => {
    const byteLevel = { type: 'ByteLevel', add_prefix_space, trim_offsets };
    const tokenizer = loadTokenizer({
      tokenizerJson: {
        pre_tokenizer: byteLevel,
        post_processor: byteLevel,
        model: { type: 'BPE', vocab, merges },
      },
      tokenizerConfig: null,
    });
    const encoding = tokenizer.encode(text, { maxLength: 512 });
    const tokens = Array.from(encoding.ids, (id, i) => ({
      token: tokenizer.idToToken(id),
      start: encoding.starts[i],
      end: encoding.ends[i],
      word_id: encoding.wordIds[i],
    }));
    expect(tokens).toEqual(expected);
  });
});

const scoredVocab = z.array(z.tuple([z.string(), z.number()]));

describe('Unigram', () => {
  it.each(viterbiVectors.cases)(
    'finds the best path ($id)',
    ({ text, vocabulary_with_scores, expected_pieces }) => {
      const vocab = scoredVocab.parse(vocabulary_with_scores);
      const { starts, ends } = unigram({ type: 'Unigram', unk_id: 0, vocab }).tokenize(text);
      expect(starts.map((start, i) => text.slice(start, ends[i]))).toEqual(expected_pieces);
    },
  );

  it.each(metaspaceVectors.cases)('with Metaspace ($id)', ({ text, pre_tokenizer, expected }) => {
    const tokenizer = loadTokenizer({
      tokenizerJson: {
        pre_tokenizer: pre_tokenizer.startsWith('WhitespaceSplit')
          ? { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, METASPACE] }
          : METASPACE,
        model: { type: 'Unigram', unk_id: 0, vocab: metaspaceVectors.conventions.vocabulary_with_scores },
      },
      tokenizerConfig: null,
    });
    const encoding = tokenizer.encode(text, { maxLength: 512 });
    expect(
      Array.from(encoding.ids, (id, i) => ({
        token: id === 0 ? null : tokenizer.idToToken(id),
        start: encoding.starts[i],
        end: encoding.ends[i],
        word_id: encoding.wordIds[i],
      })),
    ).toEqual(expected.map(({ token, is_unk, ...place }) => ({ token: is_unk ? null : token, ...place })));
  });
});

describe('pre-tokenizers (tokenizer_pre_tokenizers)', () => {
  const PARTS: Readonly<Record<string, TokenizerPart>> = {
    BertPreTokenizer: { type: 'BertPreTokenizer' },
    WhitespaceSplit: { type: 'WhitespaceSplit' },
    Whitespace: { type: 'Whitespace' },
    'Digits individual': { type: 'Digits', individual_digits: true },
    'Metaspace always': METASPACE,
    'ByteLevel add_prefix_space=false': { type: 'ByteLevel', add_prefix_space: false },
    'ByteLevel add_prefix_space=true': { type: 'ByteLevel', add_prefix_space: true },
  };
  it.each(preTokenizerVectors.cases)('$id $pre_tokenizer', ({ text, pre_tokenizer, expected }) => {
    const part = PARTS[pre_tokenizer];
    if (!part) throw new Error(`unknown ${pre_tokenizer}`);
    const { text: cut, bounds } = buildPreTokenizer(part).split(wholeText(originalText(text, 0)));
    const pieces = expected.map((_, p) => {
      const [begin = 0, end = 0] = bounds.slice(2 * p);
      return { piece: cut.text.slice(begin, end), start: startOf(cut, begin), end: endOf(cut, end - 1) };
    });
    expect(pieces).toEqual(expected);
    expect(bounds).toHaveLength(2 * expected.length);
  });
});

describe('decoders (tokenizer_decoders)', () => {
  const PARTS: Readonly<Record<string, TokenizerPart>> = {
    'WordPiece (prefix ##, cleanup)': { type: 'WordPiece', prefix: '##', cleanup: true },
    'Metaspace always': METASPACE,
    ByteLevel: { type: 'ByteLevel' },
  };
  it.each(decoderVectors.cases)('$id $decoder', ({ decoder, tokens, expected }) => {
    const part = PARTS[decoder];
    if (!part) throw new Error(`unknown ${decoder}`);
    expect(buildDecoder(part)(tokens).join('')).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../core/contract/errors';
import goldenVectors from '../testing/vectors/tokenizer_golden.json';
import normalizerVectors from '../testing/vectors/tokenizer_bert_normalizer.json';
import bertVectors from '../testing/vectors/tokenizer_bert.json';
import { bertNormalizer, bertNormalizerSchema } from './normalizers/bert';
import { loadTokenizer, type Encoding, tokenizerFromVocab } from './tokenizer';
import { tokenizerJsonFromVocab } from './vocab';
import { endOf, originalText, startOf } from './working-text';

const pairs = (encoding: Encoding): number[][] =>
  Array.from(encoding.starts, (start, i) => [start, encoding.ends[i] ?? -1]);

function failure(work: () => unknown): unknown {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.failure;
    throw thrown;
  }
  return null;
}

describe('BertNormalizer', () => {
  const normalizer = bertNormalizer(bertNormalizerSchema.parse({ type: 'BertNormalizer' }));

  it.each(normalizerVectors.cases)('$id', ({ text, expected_normalized, expected_alignment }) => {
    const result = normalizer.normalize(originalText(text, 0));
    expect(result.text).toBe(expected_normalized);
    const alignment: number[][] = [];
    for (let i = 0; i < result.text.length; i++) {
      alignment.push([startOf(result, i), endOf(result, i)]);
      if ((result.text.codePointAt(i) ?? 0) > 0xffff) i++;
    }
    expect(alignment).toEqual(expected_alignment);
  });
});

describe('BERT pieces, offsets and word ids (tokenizer_bert)', () => {
  const { conventions } = bertVectors;
  it.each(bertVectors.cases)('$id $group', ({ text, normalizer, expected }) => {
    const vocab = normalizer.lowercase
      ? conventions.vocabulary_for_lowercase_true
      : conventions.vocabulary_for_lowercase_false;
    const json = {
      ...tokenizerJsonFromVocab(vocab.join('\n'), { lowercase: normalizer.lowercase }),
      added_tokens: [],
      normalizer: { type: 'BertNormalizer', ...normalizer },
      post_processor: null,
    };
    const tokenizer = loadTokenizer({ tokenizerJson: json, tokenizerConfig: null });
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

describe('hostile text (the Rust library’s answers)', () => {
  const fileSchema = z.looseObject({
    model: z.looseObject({ vocab: z.record(z.string(), z.number()).nullable() }),
  });
  const files = z.record(z.string(), fileSchema).parse(goldenVectors.tokenizers);
  const vocab = files['uncased']?.model.vocab;
  const tokenizers = new Map(
    Object.entries(files).map(([name, file]) => {
      const tokenizerJson = { ...file, model: { ...file.model, vocab } };
      return [name, loadTokenizer({ tokenizerJson, tokenizerConfig: null })];
    }),
  );
  const cases = z
    .object({
      tokenizer: z.string(),
      text: z.string(),
      pair: z.string().optional(),
      max_length: z.number(),
      text_ids: z.string(),
      offsets: z.string(),
      word_ids: z.string(),
      type_ids: z.string(),
      special: z.string(),
      truncated: z.boolean(),
    })
    .array()
    .parse(goldenVectors.cases);

  it.each(['uncased', 'cased', 'raw'])('%s', (name) => {
    const chosen = cases.filter((c) => c.tokenizer === name);
    expect(chosen.length).toBe(130);
    for (const c of chosen) {
      const encoding = tokenizers
        .get(name)
        ?.encode(c.text, { maxLength: c.max_length, ...(c.pair !== undefined && { pair: c.pair }) });
      if (!encoding) throw new Error(`no tokenizer ${name}`);
      const ours = {
        text: c.text,
        text_ids: encoding.ids.join(' '),
        offsets: pairs(encoding).flat().join(' '),
        word_ids: encoding.wordIds.join(' '),
        type_ids: encoding.typeIds.join(''),
        special: encoding.specialMask.join(''),
        truncated: encoding.truncated,
      };
      const { tokenizer: _, pair: __, max_length: ___, ...expected } = c;
      expect(ours).toEqual(expected);
    }
  });
});

describe('loadTokenizer', () => {
  const vocab = '[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\nHello\ncafe\r\n##s\n';
  const json = tokenizerJsonFromVocab(vocab, { lowercase: true });

  it('reads a vocab.txt', () => {
    const tokenizer = tokenizerFromVocab(vocab, { lowercase: true });
    expect(tokenizer).toMatchObject({
      vocabSize: 9,
      padId: 0,
      unkId: 1,
      lowercase: true,
      modelMaxLength: null,
    });
    expect([...tokenizer.encode('Hellos [MASK] CAFÉ', { maxLength: 16 }).ids]).toEqual([2, 5, 8, 4, 7, 3]);
    expect(tokenizer.idToToken(7)).toBe('cafe');
    expect(tokenizer.idToToken(99)).toBe('');
  });

  it('lets tokenizer_config.json decide about lower case, padding token and length', () => {
    const tokenizerConfig = { do_lower_case: false, model_max_length: 512, pad_token: { content: '[MASK]' } };
    const tokenizer = loadTokenizer({ tokenizerJson: json, tokenizerConfig });
    expect(tokenizer).toMatchObject({ lowercase: false, modelMaxLength: 512, padId: 4 });
    expect([...tokenizer.encode('Hello', { maxLength: 16 }).ids]).toEqual([2, 6, 3]);
    const unlimited = loadTokenizer({ tokenizerJson: json, tokenizerConfig: { model_max_length: 1e30 } });
    expect(unlimited.modelMaxLength).toBeNull();
  });

  it('takes lone surrogates for U+FFFD, in place, and survives lengths below the special tokens', () => {
    const tokenizer = tokenizerFromVocab(vocab, { lowercase: true });
    const broken = tokenizer.encode('\ud800hello\udc00 [MASK]\udc00\ud83d\ude00\ud83d', { maxLength: 9 });
    const replaced = tokenizer.encode('\ufffdhello\ufffd [MASK]\ufffd\u{1f600}\ufffd', { maxLength: 9 });
    expect(broken).toEqual(replaced);
    expect([...broken.ids]).toEqual([2, 5, 4, 1, 3]);
    expect([...broken.starts]).toEqual([0, 1, 8, 15, 0]);
    expect([...tokenizer.encode('hello', { maxLength: 1 }).ids]).toEqual([2, 3]);
  });

  it('names what it does not support', () => {
    const load = (tokenizerJson: unknown) =>
      failure(() => loadTokenizer({ tokenizerJson, tokenizerConfig: null }));
    const unsupported = (part: string, type: string) => ({
      code: 'MODEL_UNSUPPORTED_TOKENIZER',
      details: { part, type },
    });
    expect(load(null)).toEqual({ code: 'MODEL_NO_TOKENIZER', details: {} });
    expect(load({ ...json, model: { type: 'WordLevel', vocab: {} } })).toEqual(
      unsupported('model', 'WordLevel'),
    );
    expect(load({ ...json, normalizer: { type: 'Append' } })).toEqual(unsupported('normalizer', 'Append'));
    const nested = { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Append' }] };
    expect(load({ ...json, normalizer: nested })).toEqual(unsupported('normalizer', 'Append'));
    expect(load({ ...json, decoder: { type: 'CTC' } })).toEqual(unsupported('decoder', 'CTC'));
    expect(load({ ...json, pre_tokenizer: { type: 'toString' } })).toEqual(
      unsupported('pre_tokenizer', 'toString'),
    );
    expect(load({ ...json, model: { type: 'WordPiece', vocab: { a: 'b' } } })).toEqual(
      unsupported('model', 'malformed'),
    );
    expect(failure(() => tokenizerFromVocab('[CLS]\n[SEP]', { lowercase: true }))).toEqual(
      unsupported('vocabulary', 'no [UNK]'),
    );
    expect(failure(() => tokenizerFromVocab('[UNK]\n[SEP]', { lowercase: true }))).toEqual(
      unsupported('vocabulary', 'no [CLS]'),
    );
  });
});

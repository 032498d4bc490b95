import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import pretrainedVectors from '../testing/vectors/tokenizer_pretrained.json';
import upstreamVectors from '../testing/vectors/tokenizer_upstream_offsets.json';
import { fromSentencePiece } from './sentencepiece/from-sentencepiece';
import { type Encoding, loadTokenizer, type Tokenizer, tokenizerFromVocab } from './tokenizer';

/** Published tokenizers beside the checkout. */
const SHARED = resolve(import.meta.dirname, '../../../../shared');
const text = (...path: string[]): string => readFileSync(join(SHARED, ...path), 'utf8');

function published(name: string): Tokenizer {
  return loadTokenizer({
    tokenizerJson: JSON.parse(text('tokenizers', name, 'tokenizer.json')),
    tokenizerConfig: JSON.parse(text('tokenizers', name, 'tokenizer_config.json')),
  });
}

const robertaJson = () =>
  z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(text('tokenizers', 'roberta-base-tokenizer', 'roberta-base.json')));

/** As the Rust library's tests of offsets build it: without special tokens. */
function byteLevel(options: { add_prefix_space: boolean; trim_offsets: boolean }): Tokenizer {
  const part = { type: 'ByteLevel', use_regex: true, ...options };
  return loadTokenizer({
    tokenizerJson: { ...robertaJson(), pre_tokenizer: part, post_processor: part },
    tokenizerConfig: null,
  });
}

/**
 * As albert-base-v2's tokenizer.json was published: made when transformers did not yet take the user-defined pieces of a
 * SentencePiece model for added tokens. Those of today's conversion put a "▁" behind them (npm run test:tokenizers).
 */
function albert(): Tokenizer {
  const folder = join(SHARED, 'tokenizers', 'albert-base-v2-sentiment');
  const tokenizerConfig: unknown = JSON.parse(readFileSync(join(folder, 'tokenizer_config.json'), 'utf8'));
  const bytes = new Uint8Array(readFileSync(join(folder, 'spiece.model')));
  const { tokenizerJson } = fromSentencePiece(bytes, tokenizerConfig);
  const added_tokens = tokenizerJson.added_tokens.filter(({ special }) => special);
  return loadTokenizer({ tokenizerJson: { ...tokenizerJson, added_tokens }, tokenizerConfig });
}

const caseSchema = z.object({
  id: z.string(),
  group: z.string(),
  text: z.string(),
  text_pair: z.string().optional(),
  expected_tokens_without_special: z.array(z.string()),
  expected_ids_with_special: z.array(z.number()),
});
const cases = caseSchema.array().parse(pretrainedVectors.cases);
const casesOf = (groups: readonly string[]) => cases.filter(({ group }) => groups.includes(group));
// All have the vocabulary of bert-base-uncased.
const BERT_GROUPS = ['Xenova/bert-base-uncased', 'Xenova/distilbert-base-uncased-finetuned-sst-2-english'];

function expectPublishedIds(tokenizer: Tokenizer, groups: readonly string[]): void {
  for (const c of casesOf(groups)) {
    const options = { maxLength: 512, ...(c.text_pair !== undefined && { pair: c.text_pair }) };
    const { ids, specialMask } = tokenizer.encode(c.text, options);
    expect({ id: c.id, ids: [...ids] }).toEqual({ id: c.id, ids: c.expected_ids_with_special });
    if (c.text_pair !== undefined) continue;
    // Of an unknown token the vectors have the text.
    const content = [...ids].filter((_, i) => specialMask[i] === 0);
    const named = (_: unknown, i: number) => content[i] !== tokenizer.unkId;
    expect(content.map(tokenizer.idToToken).filter(named)).toEqual(
      c.expected_tokens_without_special.filter(named),
    );
  }
}

describe.each(['all-MiniLM-L6-v2', 'bert-base-NER-uncased'])('%s', (name) => {
  const tokenizer = published(name);
  const fromVocab = tokenizerFromVocab(text('tokenizers', name, 'vocab.txt'), { lowercase: true });

  it('is described as its files say', () => {
    expect(tokenizer).toMatchObject({
      vocabSize: 30522,
      padId: 0,
      unkId: 100,
      lowercase: true,
      modelMaxLength: 512,
    });
  });

  it('gives the published ids', () => {
    expect(casesOf(BERT_GROUPS)).toHaveLength(21);
    for (const each of [tokenizer, fromVocab]) expectPublishedIds(each, BERT_GROUPS);
  });

  it('reads vocab.txt alone the same way, on real headlines', () => {
    const lines = text('data', 'clickbait', 'train.csv').split('\n').slice(1, 2001);
    for (const line of lines) {
      expect(fromVocab.encode(line, { maxLength: 128 })).toEqual(tokenizer.encode(line, { maxLength: 128 }));
    }
  });
});

describe('roberta-base', () => {
  it('gives the published ids', () => {
    expect(casesOf(['Xenova/all-distilroberta-v1'])).toHaveLength(5);
    expectPublishedIds(loadTokenizer({ tokenizerJson: robertaJson(), tokenizerConfig: null }), [
      'Xenova/all-distilroberta-v1',
    ]);
  });

  it('has the offsets of the Rust library’s own tests', () => {
    const [slices, pair, words] = z
      .tuple([
        z.object({ text: z.string(), expected_text_slice_by_token: z.array(z.string()) }),
        z.object({
          text_pair: z.tuple([z.string(), z.string()]),
          expected_offsets: z.array(z.array(z.number())),
          expected_word_ids: z.array(z.number()),
          expected_type_ids: z.array(z.number()),
        }),
        z.object({
          words: z.array(z.string()),
          expected_tokens: z.array(z.string()),
          expected_offsets: z.array(z.array(z.number())),
          expected_word_ids: z.array(z.number()),
        }),
      ])
      .parse(upstreamVectors.cases);
    const offsets = ({ starts, ends }: Encoding) =>
      Array.from(starts, (start, i): [number, number] => [start, ends[i] ?? -1]);

    const untrimmed = byteLevel({ add_prefix_space: false, trim_offsets: false });
    const places = offsets(untrimmed.encode(slices.text, { maxLength: 512 }));
    expect(places.map((place) => slices.text.slice(...place))).toEqual(slices.expected_text_slice_by_token);

    const [first, second] = pair.text_pair;
    const trimmed = byteLevel({ add_prefix_space: true, trim_offsets: true });
    const both = trimmed.encode(first, { maxLength: 512, pair: second });
    expect(offsets(both)).toEqual(pair.expected_offsets);
    expect([...both.wordIds]).toEqual(pair.expected_word_ids);
    expect([...both.typeIds]).toEqual(pair.expected_type_ids);

    const ofWords = trimmed.encodeWords(words.words, { maxLength: 512 });
    expect(Array.from(ofWords.ids, trimmed.idToToken)).toEqual(words.expected_tokens);
    expect(offsets(ofWords)).toEqual(words.expected_offsets);
    expect([...ofWords.wordIds]).toEqual(words.expected_word_ids);
  });
});

describe('albert-base-v2, from its SentencePiece model', () => {
  it('gives the published ids', () => {
    expect(casesOf(['Xenova/albert-base-v2'])).toHaveLength(15);
    expectPublishedIds(albert(), ['Xenova/albert-base-v2']);
  });
});

it('finds the shared folder', () => {
  expect(existsSync(SHARED)).toBe(true);
});

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadTokenizer, type Tokenizer, tokenizerFromVocab } from './tokenizer';

/** Published tokenizers beside the checkout. */
const SHARED = resolve(import.meta.dirname, '../../../../shared');
const text = (...path: string[]): string => readFileSync(join(SHARED, ...path), 'utf8');

function published(name: string): Tokenizer {
  return loadTokenizer({
    tokenizerJson: JSON.parse(text('tokenizers', name, 'tokenizer.json')),
    tokenizerConfig: JSON.parse(text('tokenizers', name, 'tokenizer_config.json')),
  });
}

const caseSchema = z.object({
  id: z.string(),
  group: z.string(),
  text: z.string().optional(),
  text_pair: z.string().optional(),
  expected_ids_with_special: z.array(z.number()).optional(),
});

// All have the vocabulary of bert-base-uncased.
const FAMILY = ['Xenova/bert-base-uncased', 'Xenova/distilbert-base-uncased-finetuned-sst-2-english'];
const cases = z
  .object({ cases: z.array(caseSchema) })
  .parse(JSON.parse(text('vectors', 'tokenizer_pretrained.json')))
  .cases.filter((c) => FAMILY.includes(c.group) && c.text !== undefined && c.expected_ids_with_special);

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
    expect(cases.length).toBeGreaterThan(15);
    for (const c of cases) {
      const options = { maxLength: 512, ...(c.text_pair !== undefined && { pair: c.text_pair }) };
      for (const each of [tokenizer, fromVocab]) {
        const ids = [...each.encode(c.text ?? '', options).ids];
        expect({ id: c.id, ids }).toEqual({ id: c.id, ids: c.expected_ids_with_special });
      }
    }
  });

  it('reads vocab.txt alone the same way, on real headlines', () => {
    const lines = text('data', 'clickbait', 'train.csv').split('\n').slice(1, 2001);
    for (const line of lines) {
      expect(fromVocab.encode(line, { maxLength: 128 })).toEqual(tokenizer.encode(line, { maxLength: 128 }));
    }
  });
});

it('finds the shared folder', () => {
  expect(existsSync(SHARED)).toBe(true);
});

import { describe, expect, it } from 'vitest';
import { elementCount } from '../weights';
import { parseBertConfig } from './config';
import { bertWeights } from './weights';

/** bert-base-uncased: 109,482,240 parameters in its BertModel (pooler included), as published. */
const BASE = parseBertConfig({
  vocab_size: 30522,
  hidden_size: 768,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  intermediate_size: 3072,
});

describe('bertWeights', () => {
  const sequence = bertWeights(BASE, 'text-classification', 3);
  const token = bertWeights(BASE, 'token-classification', 9);
  const count = (specs: typeof sequence) => specs.reduce((sum, { shape }) => sum + elementCount(shape), 0);

  it("counts bert-base's parameters", () => {
    expect(count(sequence)).toBe(109_482_240 + 3 * 768 + 3);
    expect(count(token)).toBe(109_482_240 - (768 * 768 + 768) + 9 * 768 + 9);
  });

  it('has a pooler for sequences only', () => {
    expect(sequence.filter(({ group }) => group === 'pooler').map(({ name }) => name)).toEqual([
      'bert.pooler.dense.weight',
      'bert.pooler.dense.bias',
    ]);
    expect(token.some(({ group }) => group === 'pooler')).toBe(false);
  });

  it('decays everything but biases and layer norms', () => {
    const undecayed = sequence.filter(({ decay }) => !decay).map(({ name }) => name);
    expect(undecayed).toHaveLength(2 + 12 * (6 + 4) + 1 + 1);
    expect(undecayed.every((name) => /bias$|LayerNorm/.test(name))).toBe(true);
  });

  it('trains every row of the word embeddings where none is for padding', () => {
    const config = parseBertConfig({
      vocab_size: 9,
      hidden_size: 4,
      num_hidden_layers: 1,
      num_attention_heads: 2,
      intermediate_size: 4,
      pad_token_id: null,
    });
    const specs = bertWeights(config, 'text-classification', 2);
    expect(specs.every(({ padRow }) => padRow === undefined)).toBe(true);
  });

  it('keeps the padding row of the word embeddings', () => {
    expect(sequence.filter(({ padRow }) => padRow !== undefined)).toMatchObject([
      { name: 'bert.embeddings.word_embeddings.weight', padRow: 0, shape: [30522, 768] },
    ]);
  });

  it('names every tensor once', () => {
    expect(new Set(sequence.map(({ name }) => name)).size).toBe(sequence.length);
  });
});

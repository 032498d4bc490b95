import { describe, expect, it } from 'vitest';
import { architectureOf } from './registry';

describe('architectureOf', () => {
  it.each([
    [{ model_type: 'bert' }],
    [{ architectures: ['BertForTokenClassification'] }],
    // google/bert_uncased_L-2_H-128_A-2 and other early files name neither
    [{ hidden_size: 128, intermediate_size: 512, type_vocab_size: 2, vocab_size: 30522 }],
  ])('is bert (%#)', (json) => {
    expect(architectureOf(json)).toBe('bert');
  });

  it.each([
    [{ model_type: 'deberta-v2' }, 'deberta-v2'],
    [{ architectures: ['GPT2LMHeadModel'] }, 'GPT2LMHeadModel'],
    [{ model_type: 'roberta', architectures: ['BertModel'] }, 'roberta'],
  ])('is not supported (%#)', (json, modelType) => {
    expect(() => architectureOf(json)).toThrow(
      expect.objectContaining({ code: 'MODEL_UNSUPPORTED_ARCHITECTURE', details: { modelType } }),
    );
  });

  it.each([[{}], [[]], ['bert'], [{ embedding_size: 128, type_vocab_size: 2, intermediate_size: 512 }]])(
    'says that nothing names it (%#)',
    (json) => {
      expect(() => architectureOf(json)).toThrow(
        expect.objectContaining({ code: 'MODEL_BAD_CONFIG', details: { fields: ['model_type'] } }),
      );
    },
  );
});

import { describe, expect, it } from 'vitest';
import { parseBertConfig } from './config';

const SIZES = {
  vocab_size: 30522,
  hidden_size: 384,
  num_hidden_layers: 6,
  num_attention_heads: 12,
  intermediate_size: 1536,
};

describe('parseBertConfig', () => {
  it("has the defaults of transformers' BertConfig", () => {
    expect(parseBertConfig(SIZES)).toEqual({
      vocabSize: 30522,
      hiddenSize: 384,
      numHiddenLayers: 6,
      numAttentionHeads: 12,
      intermediateSize: 1536,
      hiddenAct: 'gelu',
      hiddenDropoutProb: 0.1,
      attentionProbsDropoutProb: 0.1,
      classifierDropout: null,
      maxPositionEmbeddings: 512,
      typeVocabSize: 2,
      initializerRange: 0.02,
      layerNormEps: 1e-12,
      padTokenId: 0,
    });
  });

  it.each([
    ['swish', 'silu'],
    ['gelu_fast', 'gelu_pytorch_tanh'],
    ['relu', 'relu'],
  ])('knows the activation %s', (hidden_act, hiddenAct) => {
    expect(parseBertConfig({ ...SIZES, hidden_act })).toMatchObject({ hiddenAct });
  });

  it('refuses other activations', () => {
    expect(() => parseBertConfig({ ...SIZES, hidden_act: 'toString' })).toThrow(
      expect.objectContaining({ code: 'MODEL_UNSUPPORTED_ACTIVATION', details: { activation: 'toString' } }),
    );
  });

  it.each([
    [{ ...SIZES, hidden_size: undefined }, ['hidden_size']],
    [{ ...SIZES, num_attention_heads: 7 }, ['num_attention_heads']],
    [{ ...SIZES, vocab_size: '30522', hidden_dropout_prob: 1.5 }, ['vocab_size', 'hidden_dropout_prob']],
    [{ ...SIZES, position_embedding_type: 'relative_key' }, ['position_embedding_type']],
    [{ ...SIZES, is_decoder: true }, ['is_decoder']],
    [{ ...SIZES, pad_token_id: 30522 }, ['pad_token_id']],
  ])('names the fields at fault (%#)', (json, fields) => {
    expect(() => parseBertConfig(json)).toThrow(
      expect.objectContaining({ code: 'MODEL_BAD_CONFIG', details: { fields } }),
    );
  });
});

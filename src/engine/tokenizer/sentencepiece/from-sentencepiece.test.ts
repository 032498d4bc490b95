import { describe, expect, it } from 'vitest';
import { sentencePieceModel, type SentencePieceSource } from '../../testing/sentencepiece-model';
import { loadTokenizer } from '../tokenizer';
import { fromSentencePiece } from './from-sentencepiece';
import { mergesOf } from './merges';
import { readSentencePieceModel } from './model-proto';

const XLM: SentencePieceSource = {
  pieces: [
    ['<unk>', 0, 2],
    ['<s>', 0, 3],
    ['</s>', 0, 3],
    ['▁', -2, 1],
    ['▁hello', -3.5, 1],
    ['s', -4, 1],
  ],
  modelType: 1,
  unkId: 0,
};
const ALBERT: SentencePieceSource = {
  pieces: [
    ['<pad>', 0, 3],
    ['<unk>', 0, 2],
    ['[CLS]', 0, 3],
    ['[SEP]', 0, 3],
    ['[MASK]', 0, 3],
    ['(', 0, 4],
    ['▁hello', -3.5, 1],
  ],
  modelType: 1,
  unkId: 1,
};

describe('a SentencePiece model', () => {
  it('is read with its fields in any order, and without those that are not needed', () => {
    const charsmap = Uint8Array.of(1, 2, 255);
    expect(readSentencePieceModel(sentencePieceModel({ ...ALBERT, charsmap }))).toEqual({
      kind: 'unigram',
      pieces: [
        { piece: '<pad>', score: 0, type: 'control' },
        { piece: '<unk>', score: 0, type: 'normal' },
        { piece: '[CLS]', score: 0, type: 'control' },
        { piece: '[SEP]', score: 0, type: 'control' },
        { piece: '[MASK]', score: 0, type: 'control' },
        { piece: '(', score: 0, type: 'user-defined' },
        { piece: '▁hello', score: -3.5, type: 'normal' },
      ],
      precompiledCharsmap: charsmap,
      byteFallback: false,
      unkId: 1,
      bosId: 1,
      eosId: 2,
      unkPiece: '<unk>',
      bosPiece: '<s>',
      eosPiece: '</s>',
    });
  });

  it.each([
    ['text', new TextEncoder().encode('version https://git-lfs.github.com/spec/v1')],
    ['nothing', new Uint8Array()],
    ['half a model', sentencePieceModel(ALBERT).slice(0, 60)],
  ])('is refused when it is %s', (_, bytes) => {
    expect(() => readSentencePieceModel(bytes)).toThrow(
      expect.objectContaining({
        code: 'MODEL_UNSUPPORTED_TOKENIZER',
        details: { part: 'SentencePiece model', type: 'malformed' },
      }),
    );
  });
});

describe('the tokenizer that a SentencePiece model stands for', () => {
  it('has fairseq’s ids for XLM-R', () => {
    const { tokenizerJson, tokenizerConfig } = fromSentencePiece(sentencePieceModel(XLM), null);
    expect(tokenizerConfig).toEqual({ tokenizer_class: 'XLMRobertaTokenizer' });
    const tokenizer = loadTokenizer({ tokenizerJson, tokenizerConfig });
    const ids = Array.from({ length: 8 }, (_, id) => tokenizer.idToToken(id));
    expect(ids).toEqual(['<s>', '<pad>', '</s>', '<unk>', '▁', '▁hello', 's', '<mask>']);
    expect(tokenizer).toMatchObject({ vocabSize: 8, padId: 1, unkId: 3 });
    const { ids: encoded, starts, ends } = tokenizer.encode('hellos ?<mask>', { maxLength: 16 });
    expect([...encoded]).toEqual([0, 5, 6, 4, 3, 7, 2]);
    expect([...starts]).toEqual([0, 0, 5, 7, 7, 8, 0]);
    expect([...ends]).toEqual([0, 5, 6, 8, 8, 14, 0]);
  });

  it('is ALBERT’s where its pieces are, and keeps whole what was trained so', () => {
    const { tokenizerJson, tokenizerConfig } = fromSentencePiece(sentencePieceModel(ALBERT), null);
    expect(tokenizerConfig).toEqual({ tokenizer_class: 'AlbertTokenizer' });
    const special = tokenizerJson.added_tokens.filter((token) => token.special);
    expect(special.map(({ content }) => content)).toEqual(['<pad>', '<unk>', '[CLS]', '[SEP]', '[MASK]']);
    expect(tokenizerJson.added_tokens.filter((token) => !token.special)).toMatchObject([
      { id: 5, content: '(', normalized: false },
    ]);
    const tokenizer = loadTokenizer({ tokenizerJson, tokenizerConfig });
    expect([...tokenizer.encode('HELLO(héllo', { maxLength: 16 }).ids]).toEqual([2, 6, 5, 6, 3]);
  });

  it('takes class and tokens from tokenizer_config.json', () => {
    const config = { tokenizer_class: 'CamembertTokenizerFast', pad_token: '<blank>' };
    const { tokenizerJson } = fromSentencePiece(sentencePieceModel(XLM), config);
    expect(tokenizerJson.model['vocab']).toEqual([
      ['<s>NOTUSED', 0],
      ['<blank>', 0],
      ['</s>NOTUSED', 0],
      ['<unk>', 0],
      ['<unk>NOTUSED', -100],
      ...XLM.pieces.slice(1).map(([piece, score]) => [piece, score]),
      ['<mask>', 0],
    ]);
  });

  it('takes the class from config.json where tokenizer_config.json names none', () => {
    const bytes = sentencePieceModel(XLM);
    const classOf = (config: object, modelType?: string) =>
      fromSentencePiece(bytes, config, modelType).tokenizerConfig['tokenizer_class'];
    expect(classOf({}, 'camembert')).toBe('CamembertTokenizer');
    expect(classOf({ tokenizer_class: 'XLMRobertaTokenizer' }, 'camembert')).toBe('XLMRobertaTokenizer');
    expect(classOf({}, 'bert')).toBe('XLMRobertaTokenizer');
  });

  it('is refused for a class whose models are Unigram, and the model is not', () => {
    const config = { tokenizer_class: 'AlbertTokenizer' };
    const bytes = sentencePieceModel({ ...ALBERT, modelType: 2 });
    expect(() => fromSentencePiece(bytes, config)).toThrow(
      expect.objectContaining({
        code: 'MODEL_UNSUPPORTED_TOKENIZER',
        details: { part: 'SentencePiece model', type: 'AlbertTokenizer of the kind bpe' },
      }),
    );
  });
});

it('finds the merges of a BPE vocabulary, every pair, in the order of the tokens', () => {
  const ids = new Map(['abc', 'a', 'b', 'c', 'ab', 'bc', 'xy'].map((token, id) => [token, id]));
  expect(mergesOf(ids)).toEqual([
    ['a', 'bc'],
    ['ab', 'c'],
    ['a', 'b'],
    ['b', 'c'],
  ]);
});

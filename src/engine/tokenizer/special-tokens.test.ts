import { describe, expect, it } from 'vitest';
import { addedTokensFrom, plainToken } from './special-tokens';

const VOCAB = new Map([
  ['<unk>', 0],
  ['<s>', 1],
  ['<x>', 2],
  ['a', 3],
]);
const OWN = { roles: { bos_token: '<s>', mask_token: '<mask>' }, more: [plainToken('<x>', false)] };
const MASK = { content: '<mask>', lstrip: true, rstrip: false, normalized: false, single_word: false };

// What tests of Python prove text by text, by name.
describe('added tokens of a tokenizer without a tokenizer.json', () => {
  it('are those of its class and its vocabulary; new ones come behind it', () => {
    expect(addedTokensFrom(null, OWN, VOCAB)).toEqual([
      { ...plainToken('<s>', true), id: 1 },
      { ...plainToken('<x>', false), id: 2 },
      { ...plainToken('<mask>', true), id: 4 },
    ]);
  });

  it('are named by tokenizer_config.json, with how they are found', () => {
    const config = { bos_token: 'a', mask_token: { __type: 'AddedToken', ...MASK } };
    expect(addedTokensFrom(config, OWN, VOCAB)).toEqual([
      { ...plainToken('<x>', false), id: 2 },
      { ...plainToken('a', true), id: 3 },
      { ...MASK, special: true, id: 4 },
    ]);
  });

  it('let the mask swallow spaces where its class does, and the config does not say', () => {
    const own = { ...OWN, maskStripsLeft: true };
    const strips = (config: object) => addedTokensFrom(config, own, VOCAB).at(-1)?.lstrip;
    expect(strips({})).toBe(true);
    expect(strips({ mask_token: '<mask>' })).toBe(true);
    expect(strips({ mask_token: { ...MASK, lstrip: false } })).toBe(false);
  });

  it.each([
    ['additional_special_tokens', { additional_special_tokens: ['new'] }],
    ['extra_special_tokens', { extra_special_tokens: ['new'], additional_special_tokens: ['old'] }],
  ])('has %s in place of what the vocabulary would keep whole', (_, config) => {
    const contents = addedTokensFrom(config, OWN, VOCAB).map(({ content }) => content);
    expect(contents).toEqual(['<s>', '<mask>', 'new']);
  });

  it('take the later of two with one content, except from added_tokens_decoder, which has the last word', () => {
    const own = { ...OWN, more: [plainToken('<mask>', true)] };
    const strips = (config: object) => addedTokensFrom(config, own, VOCAB).map(({ lstrip }) => lstrip);
    expect(strips({ mask_token: MASK })).toEqual([false, false]);
    expect(strips({ added_tokens_decoder: { '4': { ...MASK, special: true } } })).toEqual([false, true]);
  });

  it('are refused when they are no tokens', () => {
    expect(() => addedTokensFrom({ additional_special_tokens: [3] }, OWN, VOCAB)).toThrow(
      expect.objectContaining({ code: 'MODEL_UNSUPPORTED_TOKENIZER' }),
    );
  });
});

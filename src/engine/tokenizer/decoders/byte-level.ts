import { byteOf } from '../byte-alphabet';
import type { Decoder } from './decoder';

/** The bytes that the tokens spell, as UTF-8; a token with a character outside the alphabet stands for its own text. */
export const byteLevelDecoder: Decoder = (tokens) => {
  const encoder = new TextEncoder();
  const bytes = tokens.flatMap((token) => {
    const spelt = Array.from(token, (character) => byteOf(character.codePointAt(0) ?? 0));
    return spelt.includes(undefined) ? [...encoder.encode(token)] : spelt.map((byte) => byte ?? 0);
  });
  return [new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes))];
};

import type { z } from 'zod';
import type { metaspaceSchema } from '../pre-tokenizers/metaspace';
import type { Decoder } from './decoder';

/** ▁ becomes a space; the first token loses it where a prefix was added. */
export function metaspaceDecoder({ replacement, prependScheme }: z.output<typeof metaspaceSchema>): Decoder {
  return (tokens) =>
    tokens.map((token, i) => token.replaceAll(replacement, i === 0 && prependScheme !== 'never' ? '' : ' '));
}

import { z } from 'zod';
import { buildPart, parsePart, partSchema, type Registry, type TokenizerPart } from '../parts';
import { bertNormalizer, bertNormalizerSchema } from './bert';
import { byteLevelNormalizer } from './byte-level';
import { lowercase } from './lowercase';
import { nmt } from './nmt';
import type { Normalizer } from './normalizer';
import { precompiled, precompiledSchema } from './precompiled';
import { prepend, prependSchema } from './prepend';
import { replace, replaceSchema } from './replace';
import { normalizerSequence } from './sequence';
import { strip, stripSchema } from './strip';
import { stripAccents } from './strip-accents';
import { nfc, nfd, nfkc, nfkd } from './unicode';

const sequenceSchema = z.object({ normalizers: z.array(partSchema) });

const NORMALIZERS: Registry<Normalizer> = {
  BertNormalizer: (json) => bertNormalizer(parsePart('normalizer', bertNormalizerSchema, json)),
  ByteLevel: () => byteLevelNormalizer,
  Lowercase: () => lowercase,
  NFC: () => nfc,
  NFD: () => nfd,
  NFKC: () => nfkc,
  NFKD: () => nfkd,
  Nmt: () => nmt,
  Precompiled: (json) => precompiled(parsePart('normalizer', precompiledSchema, json)),
  Prepend: (json) => prepend(parsePart('normalizer', prependSchema, json)),
  Replace: (json) => replace(parsePart('normalizer', replaceSchema, json)),
  Sequence: (json) =>
    normalizerSequence(parsePart('normalizer', sequenceSchema, json).normalizers.map(buildNormalizer)),
  Strip: (json) => strip(parsePart('normalizer', stripSchema, json)),
  StripAccents: () => stripAccents,
};

/** Throws `MODEL_UNSUPPORTED_TOKENIZER` (part, type). */
export function buildNormalizer(json: TokenizerPart): Normalizer {
  return buildPart(NORMALIZERS, 'normalizer', json);
}

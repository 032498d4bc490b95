import { z } from 'zod';
import { replaceSchema } from '../normalizers/replace';
import { buildPart, parsePart, partSchema, type Registry, type TokenizerPart } from '../parts';
import { metaspaceSchema } from '../pre-tokenizers/metaspace';
import { byteFallbackDecoder } from './byte-fallback';
import { byteLevelDecoder } from './byte-level';
import type { Decoder } from './decoder';
import {
  bpeDecoder,
  bpeDecoderSchema,
  fuse,
  replaceDecoder,
  stripDecoder,
  stripDecoderSchema,
} from './edits';
import { metaspaceDecoder } from './metaspace';
import { wordPieceDecoder, wordPieceDecoderSchema } from './word-piece';

const sequenceSchema = z.object({ decoders: z.array(partSchema) });

function decoderSequence(decoders: readonly Decoder[]): Decoder {
  return (tokens) => decoders.reduce((current, each) => each(current), tokens);
}

const DECODERS: Registry<Decoder> = {
  BPEDecoder: (json) => bpeDecoder(parsePart('decoder', bpeDecoderSchema, json)),
  ByteFallback: () => byteFallbackDecoder,
  ByteLevel: () => byteLevelDecoder,
  Fuse: () => fuse,
  Metaspace: (json) => metaspaceDecoder(parsePart('decoder', metaspaceSchema, json)),
  Replace: (json) => replaceDecoder(parsePart('decoder', replaceSchema, json)),
  Sequence: (json) => decoderSequence(parsePart('decoder', sequenceSchema, json).decoders.map(buildDecoder)),
  Strip: (json) => stripDecoder(parsePart('decoder', stripDecoderSchema, json)),
  WordPiece: (json) => wordPieceDecoder(parsePart('decoder', wordPieceDecoderSchema, json)),
};

/** Throws `MODEL_UNSUPPORTED_TOKENIZER` (part, type). */
export function buildDecoder(json: TokenizerPart): Decoder {
  return buildPart(DECODERS, 'decoder', json);
}

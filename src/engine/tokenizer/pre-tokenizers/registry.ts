import { z } from 'zod';
import { buildPart, parsePart, partSchema, type Registry, type TokenizerPart } from '../parts';
import { bertPreTokenizer } from './bert';
import { byteLevel, byteLevelSchema } from './byte-level';
import { digits, digitsSchema } from './digits';
import { metaspace, metaspaceSchema } from './metaspace';
import type { PreTokenizer } from './pre-tokenizer';
import { punctuation, punctuationSchema } from './punctuation';
import { preTokenizerSequence } from './sequence';
import { split, splitSchema } from './split';
import { whitespace, whitespaceSplit } from './whitespace';

const sequenceSchema = z.object({ pretokenizers: z.array(partSchema) });

const PRE_TOKENIZERS: Registry<PreTokenizer> = {
  BertPreTokenizer: () => bertPreTokenizer,
  ByteLevel: (json) => byteLevel(parsePart('pre_tokenizer', byteLevelSchema, json)),
  Digits: (json) => digits(parsePart('pre_tokenizer', digitsSchema, json)),
  Metaspace: (json) => metaspace(parsePart('pre_tokenizer', metaspaceSchema, json)),
  Punctuation: (json) => punctuation(parsePart('pre_tokenizer', punctuationSchema, json)),
  Sequence: (json) =>
    preTokenizerSequence(
      parsePart('pre_tokenizer', sequenceSchema, json).pretokenizers.map(buildPreTokenizer),
    ),
  Split: (json) => split(parsePart('pre_tokenizer', splitSchema, json)),
  Whitespace: () => whitespace(),
  WhitespaceSplit: () => whitespaceSplit,
};

/** Throws `MODEL_UNSUPPORTED_TOKENIZER` (part, type). */
export function buildPreTokenizer(json: TokenizerPart): PreTokenizer {
  return buildPart(PRE_TOKENIZERS, 'pre_tokenizer', json);
}

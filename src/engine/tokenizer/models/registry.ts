import { buildPart, parsePart, type Registry, type TokenizerPart } from '../parts';
import { bpe, bpeSchema } from './bpe';
import type { TokenModel } from './token-model';
import { unigram, unigramSchema } from './unigram';
import { wordPiece, wordPieceSchema } from './word-piece';

const MODELS: Registry<TokenModel> = {
  BPE: (json) => bpe(parsePart('model', bpeSchema, json)),
  Unigram: (json) => unigram(parsePart('model', unigramSchema, json)),
  WordPiece: (json) => wordPiece(parsePart('model', wordPieceSchema, json)),
};

/** Files of before 2020 have no type. */
export const modelType = (json: TokenizerPart): string | undefined =>
  json.type ?? ('merges' in json ? 'BPE' : 'continuing_subword_prefix' in json ? 'WordPiece' : undefined);

/** Throws `MODEL_UNSUPPORTED_TOKENIZER` (part, type). */
export function buildModel(json: TokenizerPart): TokenModel {
  const type = modelType(json);
  return buildPart(MODELS, 'model', type === undefined ? json : { ...json, type });
}

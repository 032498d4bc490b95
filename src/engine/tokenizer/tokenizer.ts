import type { z } from 'zod';
import { AppError } from '../../core/contract/errors';
import { addedTokenFinder } from './added-tokens';
import type { TokenModel } from './models/token-model';
import { wordPiece, wordPieceSchema } from './models/word-piece';
import { bertNormalizer, bertNormalizerSchema } from './normalizers/bert';
import type { Normalizer } from './normalizers/normalizer';
import { createPipeline } from './pipeline';
import { bertProcessing, bertProcessingSchema } from './post-processors/bert';
import { NO_SPECIAL_TOKENS, type PostProcessor } from './post-processors/post-processor';
import { templateProcessing, templateProcessingSchema } from './post-processors/template';
import { bertPreTokenizer } from './pre-tokenizers/bert';
import type { PreTokenizer } from './pre-tokenizers/pre-tokenizer';
import type { Tokenizer } from './encoding';
import {
  tokenizerConfigSchema,
  type TokenizerJson,
  type TokenizerPart,
  tokenizerJsonSchema,
  withConfigOverrides,
} from './tokenizer-json';
import { tokenizerJsonFromVocab, type VocabOptions } from './vocab';
import { originalText } from './working-text';

export type { Encoding, Tokenizer } from './encoding';

/** Builders of one kind of part by the `type` in the file: the place where a new one is entered. */
type Registry<Part> = Readonly<Record<string, (json: TokenizerPart) => Part>>;

const normalizers: Registry<Normalizer> = {
  BertNormalizer: (json) => bertNormalizer(parsePart('normalizer', bertNormalizerSchema, json)),
};
const preTokenizers: Registry<PreTokenizer> = { BertPreTokenizer: () => bertPreTokenizer };
const models: Registry<TokenModel> = {
  WordPiece: (json) => wordPiece(parsePart('model', wordPieceSchema, json)),
};
const postProcessors: Registry<PostProcessor> = {
  TemplateProcessing: (json) =>
    templateProcessing(parsePart('post_processor', templateProcessingSchema, json)),
  BertProcessing: (json) => bertProcessing(parsePart('post_processor', bertProcessingSchema, json)),
};

function parsePart<Schema extends z.ZodType>(part: string, schema: Schema, json: unknown): z.output<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', { part, type: 'malformed' }, { cause: parsed.error });
}

function build<Part>(registry: Registry<Part>, part: string, json: TokenizerPart): Part {
  const type =
    json.type ?? (part === 'model' && 'continuing_subword_prefix' in json ? 'WordPiece' : 'unknown');
  const make = Object.hasOwn(registry, type) ? registry[type] : undefined;
  if (!make) throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', { part, type });
  return make(json);
}

const buildOptional = <Part>(
  registry: Registry<Part>,
  part: string,
  json: TokenizerPart | null | undefined,
) => (json ? build(registry, part, json) : null);

/**
 * A tokenizer from the contents of tokenizer.json and, where there is one, tokenizer_config.json.
 * Throws `MODEL_NO_TOKENIZER` when the first is not a tokenizer, `MODEL_UNSUPPORTED_TOKENIZER` (part, type).
 */
export function loadTokenizer(files: { tokenizerJson: unknown; tokenizerConfig: unknown }): Tokenizer {
  const parsed = tokenizerJsonSchema.safeParse(files.tokenizerJson);
  if (!parsed.success) throw new AppError('MODEL_NO_TOKENIZER', {}, { cause: parsed.error });
  const config = parsePart('tokenizer_config', tokenizerConfigSchema, files.tokenizerConfig ?? {});
  const json = withConfigOverrides(parsed.data, config);

  const normalizer = buildOptional(normalizers, 'normalizer', json.normalizer);
  const model = build(models, 'model', json.model);
  const normalizedForm = (content: string) =>
    normalizer ? normalizer.normalize(originalText(content, 0)).text : content;
  const pipeline = createPipeline({
    findAdded: addedTokenFinder(added(json, false).map((token) => ({ form: token.content, token }))),
    findNormalizedAdded: addedTokenFinder(
      added(json, true).map((token) => ({ form: normalizedForm(token.content), token })),
    ),
    normalizer,
    preTokenizer: buildOptional(preTokenizers, 'pre_tokenizer', json.pre_tokenizer),
    model,
    postProcessor: buildOptional(postProcessors, 'post_processor', json.post_processor) ?? NO_SPECIAL_TOKENS,
  });

  const tokens = new Map<number, string>();
  for (const [token, id] of model.vocab) tokens.set(id, token);
  for (const { id, content } of json.added_tokens) tokens.set(id, content);
  const idOf = (token: string): number | undefined =>
    json.added_tokens.find(({ content }) => content === token)?.id ?? model.vocab.get(token);
  let highest = -1;
  for (const id of tokens.keys()) highest = Math.max(highest, id);

  return {
    vocabSize: highest + 1,
    padId: idOf(config.pad_token ?? '[PAD]') ?? 0,
    unkId: model.unkId,
    lowercase: normalizer?.lowercase ?? false,
    modelMaxLength: config.model_max_length,
    ...pipeline,
    idToToken: (id) => tokens.get(id) ?? '',
  };
}

const added = (json: TokenizerJson, normalized: boolean) =>
  json.added_tokens.filter((token) => token.normalized === normalized);

/** A BERT tokenizer from a vocab.txt alone. Throws as `tokenizerJsonFromVocab`. */
export function tokenizerFromVocab(vocab: string, options: VocabOptions): Tokenizer {
  return loadTokenizer({ tokenizerJson: tokenizerJsonFromVocab(vocab, options), tokenizerConfig: null });
}

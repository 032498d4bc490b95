import { z } from 'zod';
import { AppError } from '../../core/contract/errors';
import { addedTokenFinder } from './added-tokens';
import { withConfigOverrides } from './config-overrides';
import { SPACED } from './decoders/decoder';
import { buildDecoder } from './decoders/registry';
import type { Tokenizer } from './encoding';
import { encoders } from './encoders';
import { buildModel } from './models/registry';
import { buildNormalizer } from './normalizers/registry';
import { parsePart } from './parts';
import { NO_SPECIAL_TOKENS } from './post-processors/post-processor';
import { buildPostProcessor } from './post-processors/registry';
import { buildPreTokenizer } from './pre-tokenizers/registry';
import { textReader } from './text-tokens';
import { tokenizerConfigSchema, type TokenizerJson, tokenizerJsonSchema } from './tokenizer-json';
import { tokenizerJsonFromVocab, type VocabOptions } from './vocab';
import { originalText } from './working-text';

export type { Encoding, Tokenizer } from './encoding';

const prefixSchema = z.object({ continuing_subword_prefix: z.string().nullish() });

/**
 * A tokenizer from the contents of tokenizer.json and, where there is one, tokenizer_config.json.
 * Throws `MODEL_NO_TOKENIZER` when the first is not a tokenizer, `MODEL_UNSUPPORTED_TOKENIZER` (part, type).
 */
export function loadTokenizer(files: { tokenizerJson: unknown; tokenizerConfig: unknown }): Tokenizer {
  const parsed = tokenizerJsonSchema.safeParse(files.tokenizerJson);
  if (!parsed.success) throw new AppError('MODEL_NO_TOKENIZER', {}, { cause: parsed.error });
  const config = parsePart('tokenizer_config', tokenizerConfigSchema, files.tokenizerConfig ?? {});
  const json = withConfigOverrides(parsed.data, config);

  const normalizer = json.normalizer ? buildNormalizer(json.normalizer) : null;
  const model = buildModel(json.model);
  const decoder = json.decoder ? buildDecoder(json.decoder) : SPACED;
  const normalizedForm = (content: string) =>
    normalizer ? normalizer.normalize(originalText(content, 0)).text : content;
  const read = textReader({
    findAdded: addedTokenFinder(added(json, false).map((token) => ({ form: token.content, token }))),
    findNormalizedAdded: addedTokenFinder(
      added(json, true).map((token) => ({ form: normalizedForm(token.content), token })),
    ),
    normalizer,
    preTokenizer: json.pre_tokenizer ? buildPreTokenizer(json.pre_tokenizer) : null,
    model,
  });

  const tokens = new Map<number, string>();
  for (const [token, id] of model.vocab) tokens.set(id, token);
  for (const { id, content } of json.added_tokens) tokens.set(id, content);
  const idToToken = (id: number): string => tokens.get(id) ?? '';
  const idOf = (token: string | null | undefined): number | undefined =>
    token == null
      ? undefined
      : (json.added_tokens.find(({ content }) => content === token)?.id ?? model.vocab.get(token));
  let highest = -1;
  for (const id of tokens.keys()) highest = Math.max(highest, id);

  return {
    vocabSize: highest + 1,
    padId: idOf(config.pad_token) ?? idOf('[PAD]') ?? idOf('<pad>') ?? 0,
    unkId: idOf(config.unk_token) ?? model.unkId ?? idOf('<unk>') ?? -1,
    lowercase: normalizer?.lowercase ?? false,
    continuingSubwordPrefix: prefixSchema.parse(json.model).continuing_subword_prefix ?? null,
    modelMaxLength: config.model_max_length,
    ...encoders({
      read,
      postProcessor: json.post_processor ? buildPostProcessor(json.post_processor) : NO_SPECIAL_TOKENS,
      side: config.truncation_side ?? json.truncation?.direction ?? 'right',
      idToToken,
    }),
    idToToken,
    tokensToText: (each) => decoder(each).join(''),
  };
}

/** In the order in which the Rust library prefers them where two have one form. */
const added = ({ added_tokens: tokens }: TokenizerJson, normalized: boolean) =>
  [...tokens.filter(({ special }) => special), ...tokens.filter(({ special }) => !special)].filter(
    (token) => token.normalized === normalized,
  );

/** A BERT tokenizer from a vocab.txt alone. Throws as `tokenizerJsonFromVocab`. */
export function tokenizerFromVocab(vocab: string, options: VocabOptions): Tokenizer {
  return loadTokenizer({ tokenizerJson: tokenizerJsonFromVocab(vocab, options), tokenizerConfig: null });
}

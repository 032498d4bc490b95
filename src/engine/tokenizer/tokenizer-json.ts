import { z } from 'zod';
import { addedTokenSchema } from './added-tokens';

const partSchema = z.looseObject({ type: z.string().optional() });

/** A tokenizer.json; its parts are parsed by the files that build them. */
export const tokenizerJsonSchema = z.looseObject({
  added_tokens: z.array(addedTokenSchema).default([]),
  normalizer: partSchema.nullish(),
  pre_tokenizer: partSchema.nullish(),
  post_processor: partSchema.nullish(),
  model: partSchema,
});
export type TokenizerJson = z.infer<typeof tokenizerJsonSchema>;
export type TokenizerPart = z.infer<typeof partSchema>;

/** Longer than this means "no limit": Python writes 1e30 there. */
const UNLIMITED = 1e9;

/** What matters of a tokenizer_config.json. */
export const tokenizerConfigSchema = z.looseObject({
  model_max_length: z
    .number()
    .nullish()
    .transform((length) => (length && length < UNLIMITED ? length : null)),
  pad_token: z
    .union([z.string(), z.object({ content: z.string() }).transform((token) => token.content)])
    .nullish(),
  do_lower_case: z.boolean().nullish(),
  strip_accents: z.boolean().nullish(),
  tokenize_chinese_chars: z.boolean().nullish(),
});
export type TokenizerConfig = z.infer<typeof tokenizerConfigSchema>;

/**
 * Hugging Face's fast BERT tokenizers let tokenizer_config.json have the last word over the normalizer in
 * tokenizer.json.
 */
export function withConfigOverrides(json: TokenizerJson, config: TokenizerConfig): TokenizerJson {
  if (json.normalizer?.type !== 'BertNormalizer') return json;
  const normalizer: TokenizerPart = { ...json.normalizer };
  if (typeof config.do_lower_case === 'boolean') normalizer['lowercase'] = config.do_lower_case;
  if (typeof config.strip_accents === 'boolean') normalizer['strip_accents'] = config.strip_accents;
  if (typeof config.tokenize_chinese_chars === 'boolean') {
    normalizer['handle_chinese_chars'] = config.tokenize_chinese_chars;
  }
  return { ...json, normalizer };
}

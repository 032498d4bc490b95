import { z } from 'zod';
import { addedTokenSchema } from './added-tokens';
import { partSchema } from './parts';

const truncationSideSchema = z.enum(['right', 'left']);

/** A tokenizer.json; its parts are parsed by the files that build them. */
export const tokenizerJsonSchema = z.looseObject({
  truncation: z
    .looseObject({
      direction: z
        .string()
        .transform((side) => side.toLowerCase())
        .pipe(truncationSideSchema),
    })
    .partial()
    .nullish(),
  added_tokens: z.array(addedTokenSchema).default([]),
  normalizer: partSchema.nullish(),
  pre_tokenizer: partSchema.nullish(),
  post_processor: partSchema.nullish(),
  decoder: partSchema.nullish(),
  model: partSchema,
});
export type TokenizerJson = z.infer<typeof tokenizerJsonSchema>;

/** Longer than this means "no limit": Python writes 1e30 there. */
const UNLIMITED = 1e9;

/** A special token, or in older files the whole of what added_tokens has of it. */
const specialTokenSchema = z
  .union([z.string(), z.object({ content: z.string() }).transform((token) => token.content)])
  .nullish();

/** What matters of a tokenizer_config.json. */
export const tokenizerConfigSchema = z.looseObject({
  model_max_length: z
    .number()
    .nullish()
    .transform((length) => (length && length < UNLIMITED ? length : null)),
  tokenizer_class: z.string().nullish(),
  truncation_side: truncationSideSchema.nullish(),
  bos_token: specialTokenSchema,
  eos_token: specialTokenSchema,
  cls_token: specialTokenSchema,
  sep_token: specialTokenSchema,
  pad_token: specialTokenSchema,
  unk_token: specialTokenSchema,
  mask_token: specialTokenSchema,
  do_lower_case: z.boolean().nullish(),
  strip_accents: z.boolean().nullish(),
  tokenize_chinese_chars: z.boolean().nullish(),
  keep_accents: z.boolean().nullish(),
  add_prefix_space: z.boolean().nullish(),
  trim_offsets: z.boolean().nullish(),
  split_by_punct: z.boolean().nullish(),
});
export type TokenizerConfig = z.infer<typeof tokenizerConfigSchema>;

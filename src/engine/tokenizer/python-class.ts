import { z } from 'zod';
import { modelType } from './models/registry';

/*
 * Which class of transformers opens a tokenizer.json: BertTokenizer makes all but the vocabulary anew, from the
 * arguments in tokenizer_config.json; PreTrainedTokenizerFast takes the file as it is.
 */

const bertSchema = z.object({
  normalizer: z.object({
    type: z.literal('BertNormalizer'),
    clean_text: z.literal(true).default(true),
    lowercase: z.boolean().default(true),
    strip_accents: z.boolean().nullable().default(null),
    handle_chinese_chars: z.boolean().default(true),
  }),
  pre_tokenizer: z.object({ type: z.literal('BertPreTokenizer') }),
  model: z.looseObject({ type: z.string().optional() }).refine((model) => modelType(model) === 'WordPiece'),
});

/** BertTokenizer's arguments. */
interface BertArguments {
  readonly do_lower_case: boolean;
  readonly strip_accents: boolean | null;
  readonly tokenize_chinese_chars: boolean;
  readonly tokenizer_class: 'BertTokenizer';
}

/** The arguments with which BertTokenizer makes the same tokenizer; null where it makes another one. */
export function bertArguments(tokenizerJson: unknown): BertArguments | null {
  const parsed = bertSchema.safeParse(tokenizerJson);
  if (!parsed.success) return null;
  const { normalizer } = parsed.data;
  return {
    do_lower_case: normalizer.lowercase,
    strip_accents: normalizer.strip_accents,
    tokenize_chinese_chars: normalizer.handle_chinese_chars,
    tokenizer_class: 'BertTokenizer',
  };
}

const CUSTOMARY_TOKENS = {
  unk_token: ['[UNK]', '<unk>'],
  sep_token: ['[SEP]', '</s>'],
  pad_token: ['[PAD]', '<pad>'],
  cls_token: ['[CLS]', '<s>'],
  mask_token: ['[MASK]', '<mask>'],
};
const addedSchema = z.object({ added_tokens: z.array(z.object({ content: z.string() })).default([]) });

/** Those that let Python take any tokenizer.json as it is; the roles of its special tokens are not written there. */
export function argumentsOfAny(tokenizerJson: unknown): Readonly<Record<string, string>> {
  const parsed = addedSchema.safeParse(tokenizerJson);
  const added = new Set(parsed.data?.added_tokens.map(({ content }) => content));
  const roles = Object.entries(CUSTOMARY_TOKENS).flatMap(([role, names]) => {
    const name = names.find((each) => added.has(each));
    return name === undefined ? [] : [[role, name] as const];
  });
  return { tokenizer_class: 'PreTrainedTokenizerFast', ...Object.fromEntries(roles) };
}

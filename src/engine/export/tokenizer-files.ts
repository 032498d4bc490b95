import { z } from 'zod';
import { AppError } from '../../core/contract/errors';
import { withConfigOverrides } from '../tokenizer/config-overrides';
import { tokenizerConfigSchema, tokenizerJsonSchema } from '../tokenizer/tokenizer-json';
import { pythonJson } from './json';

/** Special tokens by role, as BERT's tokenizer class calls them where the base model does not say. */
const SPECIAL_TOKENS = {
  cls_token: '[CLS]',
  mask_token: '[MASK]',
  pad_token: '[PAD]',
  sep_token: '[SEP]',
  unk_token: '[UNK]',
} as const;

const tokenSchema = z.union([z.string(), z.object({ content: z.string() }).transform((t) => t.content)]);
const vocabSchema = z.record(z.string(), z.number());
const normalizerSchema = z.object({
  lowercase: z.boolean().default(true),
  strip_accents: z.boolean().nullable().default(null),
  handle_chinese_chars: z.boolean().default(true),
});
/** What it means to have no normalizer at all. */
const UNCHANGED = { lowercase: false, strip_accents: false, handle_chinese_chars: false };

interface TokenizerFiles {
  readonly 'tokenizer.json': string;
  readonly 'tokenizer_config.json': string;
  readonly 'special_tokens_map.json': string;
  readonly 'vocab.txt': string;
}

/** One token a line in the order of the ids; [unused] lines would shift all that follow, so a hole is an error. */
function vocabText(vocab: Readonly<Record<string, number>>): string {
  const tokens: string[] = [];
  for (const [token, id] of Object.entries(vocab)) tokens[id] = token;
  if (tokens.length !== Object.keys(vocab).length) {
    throw new AppError('EXPORT_FAILED', { reason: 'the vocabulary has holes' });
  }
  return `${tokens.join('\n')}\n`;
}

/**
 * The tokenizer files of transformers 5, and those that 4 wants beside them. transformers 5 builds the normalizer
 * from tokenizer_config.json and ignores the one in tokenizer.json, so both say the same here.
 * Throws `MODEL_UNSUPPORTED_TOKENIZER` for anything but WordPiece, `EXPORT_FAILED`.
 */
export function tokenizerFiles(input: {
  readonly tokenizerJson: unknown;
  readonly tokenizerConfig: unknown;
  /** Longest input in tokens, special tokens included. */
  readonly maxLength: number;
}): TokenizerFiles {
  const tokenizer = tokenizerJsonSchema.safeParse(input.tokenizerJson);
  const config = tokenizerConfigSchema.safeParse(input.tokenizerConfig ?? {});
  if (!tokenizer.success || !config.success) {
    throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', { part: 'tokenizer', type: 'malformed' });
  }
  const json = withConfigOverrides(tokenizer.data, config.data);
  const vocab = vocabSchema.safeParse(json.model['vocab']);
  if (!vocab.success) {
    throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', { part: 'model', type: json.model.type ?? 'unknown' });
  }
  const normalizer = json.normalizer ? normalizerSchema.parse(json.normalizer) : UNCHANGED;
  const special = Object.fromEntries(
    Object.entries(SPECIAL_TOKENS).map(([role, usual]) => {
      const own = tokenSchema.safeParse(config.data[role]);
      return [role, own.success ? own.data : usual];
    }),
  );
  const addedTokens = json.added_tokens.map(({ id, ...token }) => [String(id), token] as const);
  return {
    // A fixed padding or length limit of the base model is a habit of its own, not part of the tokenizer.
    'tokenizer.json': JSON.stringify({ ...json, truncation: null, padding: null }, null, 2),
    'tokenizer_config.json': pythonJson({
      ...special,
      added_tokens_decoder: Object.fromEntries(addedTokens),
      clean_up_tokenization_spaces: true,
      do_lower_case: normalizer.lowercase,
      model_max_length: Math.min(input.maxLength, config.data.model_max_length ?? input.maxLength),
      strip_accents: normalizer.strip_accents,
      tokenize_chinese_chars: normalizer.handle_chinese_chars,
      tokenizer_class: 'BertTokenizer',
    }),
    'special_tokens_map.json': pythonJson(special),
    'vocab.txt': vocabText(vocab.data),
  };
}

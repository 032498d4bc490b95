import { z } from 'zod';
import { AppError } from '../../core/contract/errors';
import { withConfigOverrides } from '../tokenizer/config-overrides';
import { parsePart } from '../tokenizer/parts';
import { argumentsOfAny, bertArguments } from '../tokenizer/python-class';
import {
  type TokenizerConfig,
  tokenizerConfigSchema,
  type TokenizerJson,
  tokenizerJsonSchema,
} from '../tokenizer/tokenizer-json';
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
/** Places on the computer of whoever wrote the base model. */
const FOREIGN = ['name_or_path', 'special_tokens_map_file', 'tokenizer_file', 'vocab_file'];

interface TokenizerFiles {
  readonly 'tokenizer.json': string;
  readonly 'tokenizer_config.json': string;
  readonly 'special_tokens_map.json': string;
  /** Of WordPiece vocabularies. */
  readonly 'vocab.txt'?: string;
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
 * The tokenizer files of transformers 5, and those that 4 wants beside them. transformers 5 builds the parts that a
 * class has from tokenizer_config.json and ignores those in tokenizer.json, so both say the same here.
 * Throws `MODEL_UNSUPPORTED_TOKENIZER`, `EXPORT_FAILED`.
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
  const maxLength = Math.min(input.maxLength, config.data.model_max_length ?? input.maxLength);
  return {
    // A fixed padding or length limit of the base model is a habit of its own, not part of the tokenizer.
    'tokenizer.json': JSON.stringify({ ...json, truncation: null, padding: null }, null, 2),
    ...(bertFiles(json, config.data, maxLength) ?? ownFiles(json, config.data, maxLength)),
  };
}

type FilesBeside = Omit<TokenizerFiles, 'tokenizer.json'>;

/** Null for what is no BertTokenizer. */
function bertFiles(json: TokenizerJson, config: TokenizerConfig, maxLength: number): FilesBeside | null {
  const bert = bertArguments(json);
  if (bert === null) return null;
  const vocab = parsePart('model', vocabSchema, json.model['vocab']);
  const special = Object.fromEntries(
    Object.entries(SPECIAL_TOKENS).map(([role, usual]) => {
      const own = tokenSchema.safeParse(config[role]);
      return [role, own.success ? own.data : usual];
    }),
  );
  const addedTokens = json.added_tokens.map(({ id, ...token }) => [String(id), token] as const);
  return {
    'tokenizer_config.json': pythonJson({
      ...special,
      ...bert,
      added_tokens_decoder: Object.fromEntries(addedTokens),
      clean_up_tokenization_spaces: true,
      model_max_length: maxLength,
    }),
    'special_tokens_map.json': pythonJson(special),
    'vocab.txt': vocabText(vocab),
  };
}

/** The class and the arguments of the base model; where it names no class, one that takes tokenizer.json as it is. */
function ownFiles(json: TokenizerJson, config: TokenizerConfig, maxLength: number): FilesBeside {
  const given = Object.entries(config).filter(([key, value]) => value != null && !FOREIGN.includes(key));
  const own = { ...argumentsOfAny(json), ...Object.fromEntries(given), model_max_length: maxLength };
  const special = Object.entries(own).filter(
    ([key, value]: [string, unknown]) => key.endsWith('_token') && typeof value === 'string',
  );
  return {
    'tokenizer_config.json': pythonJson(own),
    'special_tokens_map.json': pythonJson(Object.fromEntries(special)),
  };
}

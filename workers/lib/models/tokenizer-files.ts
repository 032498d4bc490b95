import { z } from 'zod';
import { AppError } from '../../../src/core/contract/errors';
import { loadTokenizer, type Tokenizer } from '../../../src/engine/tokenizer/tokenizer';
import { tokenizerJsonFromVocab } from '../../../src/engine/tokenizer/vocab';
import { readJson } from './read-json';

/** Texts of a model's tokenizer files, null where a file is not there. */
export interface TokenizerTexts {
  readonly tokenizerJson: string | null;
  readonly tokenizerConfig: string | null;
  readonly vocab: string | null;
}

export interface TokenizerFiles {
  readonly tokenizer: Tokenizer;
  readonly tokenizerJson: string;
  readonly tokenizerConfig: string;
  readonly vocab: string | null;
}

/** BertTokenizer's own defaults. */
const optionsSchema = z.object({
  do_lower_case: z.boolean().default(true),
  strip_accents: z.boolean().nullable().default(null),
  tokenize_chinese_chars: z.boolean().default(true),
});

const normalizerSchema = z.object({
  normalizer: z.object({
    type: z.literal('BertNormalizer'),
    lowercase: z.boolean(),
    strip_accents: z.boolean().nullable(),
    handle_chinese_chars: z.boolean(),
  }),
});

function indented(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function fromVocab(vocab: string, config: unknown): string {
  const options = optionsSchema.safeParse(config ?? {});
  if (!options.success) {
    throw new AppError(
      'MODEL_UNSUPPORTED_TOKENIZER',
      { part: 'tokenizer_config.json' },
      { cause: options.error },
    );
  }
  const json = tokenizerJsonFromVocab(vocab, {
    lowercase: options.data.do_lower_case,
    stripAccents: options.data.strip_accents,
    handleChineseChars: options.data.tokenize_chinese_chars,
  });
  return indented(json);
}

/** What Python needs beside tokenizer.json to build the same tokenizer. */
function configFrom(tokenizerJson: unknown, maxLength: number): string {
  const parsed = normalizerSchema.safeParse(tokenizerJson);
  const normalizer = parsed.success ? parsed.data.normalizer : null;
  return indented({
    ...(normalizer === null
      ? {}
      : {
          do_lower_case: normalizer.lowercase,
          strip_accents: normalizer.strip_accents,
          tokenize_chinese_chars: normalizer.handle_chinese_chars,
        }),
    model_max_length: maxLength,
    tokenizer_class: 'BertTokenizer',
  });
}

/**
 * The tokenizer of a model, with the two files that describe it completely: what a model lacks is made from what it
 * has. Throws `MODEL_NO_TOKENIZER`, `MODEL_UNSUPPORTED_TOKENIZER`.
 */
export function loadTokenizerFiles(texts: TokenizerTexts, maxLength: number): TokenizerFiles {
  const configJson =
    texts.tokenizerConfig === null
      ? null
      : readJson(texts.tokenizerConfig, 'MODEL_UNSUPPORTED_TOKENIZER', { part: 'tokenizer_config.json' });
  const text = texts.tokenizerJson ?? (texts.vocab === null ? null : fromVocab(texts.vocab, configJson));
  if (text === null) throw new AppError('MODEL_NO_TOKENIZER');
  const json = readJson(text, 'MODEL_UNSUPPORTED_TOKENIZER', { part: 'tokenizer.json' });
  return {
    tokenizer: loadTokenizer({ tokenizerJson: json, tokenizerConfig: configJson }),
    tokenizerJson: text,
    tokenizerConfig: texts.tokenizerConfig ?? configFrom(json, maxLength),
    vocab: texts.vocab,
  };
}

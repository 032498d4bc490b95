import { z } from 'zod';
import { AppError } from '../../../src/core/contract/errors';
import {
  fromSentencePiece,
  type TokenizerArguments,
} from '../../../src/engine/tokenizer/sentencepiece/from-sentencepiece';
import { argumentsOfAny, bertArguments } from '../../../src/engine/tokenizer/python-class';
import { loadTokenizer, type Tokenizer } from '../../../src/engine/tokenizer/tokenizer';
import { tokenizerJsonFromVocab } from '../../../src/engine/tokenizer/vocab';
import { tokenizerJsonFromMerges } from '../../../src/engine/tokenizer/vocab-merges';
import { readJson } from './read-json';
import { SENTENCEPIECE_FILES, type TokenizerFileName } from './used-files';

/** The contents of the files that a model's tokenizer is read from. */
export type TokenizerSources = { [name in TokenizerFileName]?: Uint8Array | undefined };

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

/** What Python needs beside tokenizer.json to build the same tokenizer; `made` where the file had to be made. */
function configFrom(tokenizerJson: unknown, made: TokenizerArguments | null, maxLength: number): string {
  return indented({
    ...(bertArguments(tokenizerJson) ?? made ?? argumentsOfAny(tokenizerJson)),
    model_max_length: maxLength,
  });
}

const vocabJsonSchema = z.record(z.string(), z.number().int().nonnegative());

function fromMerges(vocabJson: string, merges: string, config: unknown): string {
  const details = { part: 'vocab.json' };
  const ids = vocabJsonSchema.safeParse(readJson(vocabJson, 'MODEL_UNSUPPORTED_TOKENIZER', details));
  if (!ids.success) throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', details, { cause: ids.error });
  return indented(tokenizerJsonFromMerges(ids.data, merges, config));
}

/** tokenizer.json, and what tokenizer_config.json has to say of it where the file had to be made. */
interface Source {
  readonly text: string;
  readonly made: TokenizerArguments | null;
}

const textOf = (bytes: Uint8Array | undefined): string | null =>
  bytes === undefined ? null : new TextDecoder().decode(bytes);

/** Takes tokenizer.json, or makes it from what there is. Throws `MODEL_NO_TOKENIZER`, `MODEL_UNSUPPORTED_TOKENIZER`. */
function tokenizerJsonOf(sources: TokenizerSources, config: unknown, modelType?: string): Source {
  const text = textOf(sources['tokenizer.json']);
  if (text !== null) return { text, made: null };
  const vocab = textOf(sources['vocab.txt']);
  if (vocab !== null) return { text: fromVocab(vocab, config), made: null };
  const vocabJson = textOf(sources['vocab.json']);
  const merges = textOf(sources['merges.txt']);
  if (vocabJson !== null && merges !== null) {
    return { text: fromMerges(vocabJson, merges, config), made: { tokenizer_class: 'RobertaTokenizer' } };
  }
  const sentencePiece = SENTENCEPIECE_FILES.map((name) => sources[name]).find((bytes) => bytes !== undefined);
  if (sentencePiece === undefined) throw new AppError('MODEL_NO_TOKENIZER');
  const { tokenizerJson, tokenizerConfig } = fromSentencePiece(sentencePiece, config, modelType);
  return { text: indented(tokenizerJson), made: tokenizerConfig };
}

const identitySchema = z.object({ model_type: z.string().optional() }).catch({});

/**
 * The tokenizer of a model, with the two files that describe it completely: what a model lacks is made from what it
 * has, `modelConfig` (its config.json) and the length it can read. Throws `MODEL_NO_TOKENIZER`,
 * `MODEL_UNSUPPORTED_TOKENIZER`.
 */
export function loadTokenizerFiles(
  sources: TokenizerSources,
  modelConfig: unknown,
  maxLength: number,
): TokenizerFiles {
  const { model_type: modelType } = identitySchema.parse(modelConfig);
  const ownConfig = textOf(sources['tokenizer_config.json']);
  const configJson =
    ownConfig === null
      ? null
      : readJson(ownConfig, 'MODEL_UNSUPPORTED_TOKENIZER', { part: 'tokenizer_config.json' });
  const { text, made } = tokenizerJsonOf(sources, configJson, modelType);
  const json = readJson(text, 'MODEL_UNSUPPORTED_TOKENIZER', { part: 'tokenizer.json' });
  return {
    tokenizer: loadTokenizer({ tokenizerJson: json, tokenizerConfig: configJson }),
    tokenizerJson: text,
    tokenizerConfig: ownConfig ?? configFrom(json, made, maxLength),
    vocab: textOf(sources['vocab.txt']),
  };
}

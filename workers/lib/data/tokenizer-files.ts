import { AppError } from '../../../src/core/contract/errors';
import type { FileStore } from '../../../src/core/contract/storage';
import { loadTokenizer, type Tokenizer } from '../../../src/engine/tokenizer/tokenizer';

/** The texts of a model's tokenizer files. */
export interface TokenizerTexts {
  readonly json: string;
  readonly config: string | null;
}

/** From the folder of a model, or from a run's copies. Throws `MODEL_NO_TOKENIZER`. */
export async function readTokenizer(files: FileStore, folder: string): Promise<TokenizerTexts> {
  const jsonPath = `${folder}/tokenizer.json`;
  const configPath = `${folder}/tokenizer_config.json`;
  if (!(await files.exists(jsonPath))) throw new AppError('MODEL_NO_TOKENIZER');
  return {
    json: await (await files.read(jsonPath)).text(),
    config: (await files.exists(configPath)) ? await (await files.read(configPath)).text() : null,
  };
}

/** Throws `MODEL_NO_TOKENIZER`, `MODEL_UNSUPPORTED_TOKENIZER`. */
export function buildTokenizer({ json, config }: TokenizerTexts): Tokenizer {
  return loadTokenizer({
    tokenizerJson: JSON.parse(json),
    tokenizerConfig: config === null ? null : JSON.parse(config),
  });
}

/** The tokenizer in a folder. Throws `MODEL_NO_TOKENIZER`, `MODEL_UNSUPPORTED_TOKENIZER`. */
export type TokenizerOf = (folder: string) => Promise<Tokenizer>;

/**
 * Keeps the tokenizer that was asked for last: sentences are shown a few at a time, and large vocabularies take seconds.
 * It is known by its files' texts: a folder's model can be replaced by one that splits words otherwise.
 */
export function keepTokenizer(files: FileStore): TokenizerOf {
  let kept: { readonly texts: TokenizerTexts; readonly tokenizer: Tokenizer } | null = null;
  return async (folder) => {
    const texts = await readTokenizer(files, folder);
    if (kept?.texts.json !== texts.json || kept.texts.config !== texts.config) {
      kept = { texts, tokenizer: buildTokenizer(texts) };
    }
    return kept.tokenizer;
  };
}

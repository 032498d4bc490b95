import { loadTokenizer, type Tokenizer } from '../../../src/engine/tokenizer/tokenizer';
import { readJson } from '../models/read-json';
import type { ExportedFiles } from './exported-files';

/** The studio's tokenizer, from the files of the zip. Throws `MODEL_BAD_ZIP`, `MODEL_NO_TOKENIZER`, `MODEL_UNSUPPORTED_TOKENIZER`. */
export async function exportedTokenizer(exported: ExportedFiles): Promise<Tokenizer> {
  const json = async (name: string) => readJson(await exported.text(name), 'MODEL_BAD_ZIP', { file: name });
  return loadTokenizer({
    tokenizerJson: await json('tokenizer.json'),
    tokenizerConfig: await json('tokenizer_config.json'),
  });
}

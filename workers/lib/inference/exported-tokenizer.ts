import { z } from 'zod';
import { loadTokenizer, type Tokenizer } from '../../../src/engine/tokenizer/tokenizer';
import type { ExportedFiles } from './exported-files';

/** The studio's tokenizer, from the files of the zip. */
export async function exportedTokenizer(exported: ExportedFiles): Promise<Tokenizer> {
  const json = async (name: string) => z.json().parse(JSON.parse(await exported.text(name)));
  return loadTokenizer({
    tokenizerJson: await json('tokenizer.json'),
    tokenizerConfig: await json('tokenizer_config.json'),
  });
}

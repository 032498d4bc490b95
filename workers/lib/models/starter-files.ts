import { AppError } from '../../../src/core/contract/errors';
import type { ModelFiles } from './model-files';
import { readStream } from './read-stream';
import type { ModelFileName } from './used-files';

/** What the starter is made of. */
const NAMES: readonly ModelFileName[] = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'vocab.txt',
  'README.md',
  'model.safetensors',
];

/** Fetches a file of the built-in starter by its name. */
export type FetchStarterFile = (name: string) => Promise<Response>;

async function* download(fetchFile: FetchStarterFile, name: string): AsyncGenerator<Uint8Array> {
  const response = await fetchFile(name).catch((cause: unknown) => {
    throw new AppError('MODEL_NOT_FOUND', { file: name, reason: String(cause) }, { cause });
  });
  if (!response.ok || response.body === null) {
    throw new AppError('MODEL_NOT_FOUND', { file: name, status: response.status });
  }
  yield* readStream(response.body);
}

/** The built-in starter, which the app itself serves. */
export function starterFiles(fetchFile: FetchStarterFile): ModelFiles {
  return { names: NAMES, sizeOf: () => null, open: (name) => download(fetchFile, name) };
}

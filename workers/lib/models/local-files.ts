import { AppError } from '../../../src/core/contract/errors';
import { entryOf, inModelRoot, type ModelFiles } from './model-files';
import { readStream } from './read-stream';
import { isZip, zipModelFiles } from './zip-files';

/**
 * The model among the files of a folder (their names may be relative paths), or inside one zip: where the outermost
 * file of the name `marker` lies. Throws `MODEL_BAD_ZIP`, `MODEL_UNREADABLE`, the latter also while a file is read.
 */
export async function localModelFiles(files: readonly File[], marker = 'config.json'): Promise<ModelFiles> {
  const [first] = files;
  const zip = files.length === 1 && first !== undefined ? await zipFiles(first, marker) : null;
  if (zip !== null) return zip;
  const paths = files.map((file) => [file.webkitRelativePath || file.name, file] as const);
  const entries = inModelRoot(new Map(paths), marker);
  return {
    names: [...entries.keys()],
    sizeOf: (name) => entries.get(name)?.size ?? null,
    open: (name) => readFile(entryOf(entries, name)),
  };
}

/** Null where the file is no zip. */
async function zipFiles(file: File, marker: string): Promise<ModelFiles | null> {
  try {
    return (await isZip(file)) ? await zipModelFiles(file, marker) : null;
  } catch (thrown) {
    throw unreadable(file, thrown);
  }
}

async function* readFile(file: File): AsyncGenerator<Uint8Array> {
  try {
    yield* readStream(file.stream());
  } catch (thrown) {
    throw unreadable(file, thrown);
  }
}

/** What the browser throws about a file that was moved or changed since it was chosen, as ours. */
function unreadable(file: File, thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return new AppError('MODEL_UNREADABLE', { file: file.name, reason: String(thrown) }, { cause: thrown });
}

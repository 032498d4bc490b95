import { entryOf, inModelRoot, type ModelFiles } from './model-files';
import { readStream } from './read-stream';
import { isZip, zipModelFiles } from './zip-files';

/** The model among the files of a folder (their names may be relative paths), or inside one zip. Throws `MODEL_BAD_ZIP`. */
export async function localModelFiles(files: readonly File[]): Promise<ModelFiles> {
  const [first] = files;
  if (files.length === 1 && first !== undefined && (await isZip(first))) return zipModelFiles(first);
  const entries = inModelRoot(new Map(files.map((file) => [file.webkitRelativePath || file.name, file])));
  return {
    names: [...entries.keys()],
    sizeOf: (name) => entries.get(name)?.size ?? null,
    open: (name) => readStream(entryOf(entries, name).stream()),
  };
}

import { entryOf, inModelRoot, type ModelFiles } from './model-files';
import { readStream } from './read-stream';
import { isZip, zipModelFiles } from './zip-files';

/**
 * The model among the files of a folder (their names may be relative paths), or inside one zip: where the outermost
 * file of the name `marker` lies. Throws `MODEL_BAD_ZIP`.
 */
export async function localModelFiles(files: readonly File[], marker = 'config.json'): Promise<ModelFiles> {
  const [first] = files;
  if (files.length === 1 && first !== undefined && (await isZip(first))) return zipModelFiles(first, marker);
  const paths = files.map((file) => [file.webkitRelativePath || file.name, file] as const);
  const entries = inModelRoot(new Map(paths), marker);
  return {
    names: [...entries.keys()],
    sizeOf: (name) => entries.get(name)?.size ?? null,
    open: (name) => readStream(entryOf(entries, name).stream()),
  };
}

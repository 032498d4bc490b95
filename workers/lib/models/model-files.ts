/** The files of a model wherever they come from, by their names inside the model's folder. */
export interface ModelFiles {
  readonly names: readonly string[];
  /** Size in bytes, or null while unknown. */
  sizeOf(name: string): number | null;
  /** The bytes of one of `names`. */
  open(name: string): AsyncIterable<Uint8Array>;
}

/**
 * The folder that holds the model among these paths, as "a/b/" or "": where the outermost `marker` lies. Falls back to
 * "" when there is none.
 */
function modelRoot(paths: readonly string[], marker: string): string {
  const depth = (path: string) => path.split('/').length;
  const [found] = paths
    .filter((path) => `/${path}`.endsWith(`/${marker}`) && !path.startsWith('__MACOSX/'))
    .sort((a, b) => depth(a) - depth(b) || a.localeCompare(b));
  return found === undefined ? '' : found.slice(0, -marker.length);
}

/** Those of `entries` (by path) that lie directly in the model's folder, by their names there. */
export function inModelRoot<T>(entries: ReadonlyMap<string, T>, marker: string): Map<string, T> {
  const root = modelRoot([...entries.keys()], marker);
  const inside = [...entries].filter(
    ([path]) => path.startsWith(root) && !path.slice(root.length).includes('/'),
  );
  return new Map(inside.map(([path, entry]) => [path.slice(root.length), entry]));
}

/** Looks up what `names` promised. */
export function entryOf<T>(entries: ReadonlyMap<string, T>, name: string): T {
  const entry = entries.get(name);
  if (entry === undefined) throw new RangeError(`no file ${name}`);
  return entry;
}

import { Dexie, type DexieOptions } from 'dexie';
import { AppError } from '../core/contract/errors';
import { toStorageError } from './storage-error';

/**
 * The layout of the database, one entry a version, in order and never changed once released: a new layout is a
 * new version with an `upgrade` that rewrites the old rows, and a fixture of the old one in `testing/`.
 * New optional fields of a record need no version: they get a default in its schema.
 */
export function createDatabase(name: string, options: DexieOptions): Dexie {
  const database = new Dexie(name, options);
  database.version(1).stores({
    datasets: 'id',
    models: 'id',
    runs: 'id',
    metrics: '[runId+seq]',
  });
  return database;
}

/** The browser's own error, which Dexie wraps when a transaction is aborted by it. */
function innermost(thrown: unknown): unknown {
  const wraps = thrown instanceof Error && 'inner' in thrown && thrown.inner instanceof Error;
  return wraps ? innermost(thrown.inner) : thrown;
}

/** Runs `work` on the database. Throws `STORAGE_*`. */
export async function guarded<T>(path: string, work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const inner = innermost(thrown);
    throw inner instanceof AppError ? inner : toStorageError(inner, { path });
  }
}

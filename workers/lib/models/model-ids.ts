import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';

const ID = /^m-([0-9a-z]+)-[0-9a-f]{8}$/;
/** Younger folders without a record may be an import that is going on in another tab. */
const ORPHAN_AGE_MS = 24 * 60 * 60 * 1000;

/** A new id, which says when it was given. */
export function newModelId(now: number): string {
  return `m-${now.toString(36)}-${crypto.randomUUID().slice(0, 8)}`;
}

/** Removes what imports left behind that ended with the tab or the browser. */
export async function removeOrphans(files: FileStore, records: RecordStore, now: number): Promise<void> {
  const known = new Set([
    ...(await records.models.list()).map(({ id }) => id),
    ...(await records.models.damaged()),
  ]);
  for (const id of await files.list('models')) {
    const bornAt = ID.exec(id)?.[1];
    if (known.has(id) || bornAt === undefined) continue;
    if (now - Number.parseInt(bornAt, 36) > ORPHAN_AGE_MS) await files.remove(paths.model(id));
  }
}

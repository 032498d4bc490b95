import type { FileStore } from '../core/contract/storage';
import { OpfsFileStore } from './opfs-file-store';
import { toStorageError } from './storage-error';

/**
 * The origin's private file system, in a window or a worker; leftovers of interrupted writes are cleaned away.
 * Throws `STORAGE_UNAVAILABLE`.
 */
export async function openFileStore(): Promise<FileStore> {
  try {
    const store = new OpfsFileStore(await navigator.storage.getDirectory());
    await store.removeLeftovers(Date.now());
    return store;
  } catch (thrown) {
    throw toStorageError(thrown, {});
  }
}

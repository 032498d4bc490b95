import type { SpaceReport } from '../core/contract/storage';

/** What the browser says about this origin's storage; all of it counts, records included. */
export async function readSpace(): Promise<SpaceReport> {
  const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([
    navigator.storage.estimate(),
    navigator.storage.persisted(),
  ]);
  return { usageBytes: usage, quotaBytes: quota, persisted };
}

/** Windows have `persist`, workers have not. */
interface PersistableStorage extends StorageManager {
  persist?(): Promise<boolean>;
}

/** Asks the browser not to evict the data by itself. Returns whether it promised; false in a worker. */
export async function requestPersistence(): Promise<boolean> {
  const storage: PersistableStorage = navigator.storage;
  return (await storage.persist?.()) ?? false;
}

import { AppError } from '../../../src/core/contract/errors';
import type { Warning } from '../../../src/core/contract/events';
import type { FileStore } from '../../../src/core/contract/storage';

/** Checkpoints that should still fit before anything is said: two are kept, beside the one being written. */
const COMFORT = 3;

/**
 * Asks the browser whether `neededBytes` more will fit. Returns a warning when they will, barely.
 * Throws `STORAGE_FULL` when they will not.
 */
export async function askForRoom(files: FileStore, neededBytes: number): Promise<Warning | null> {
  const { usageBytes, quotaBytes } = await files.space();
  const freeBytes = quotaBytes - usageBytes;
  if (freeBytes < neededBytes) throw new AppError('STORAGE_FULL', { freeBytes, neededBytes });
  if (freeBytes < COMFORT * neededBytes) return { code: 'STORAGE_LOW', details: { freeBytes, neededBytes } };
  return null;
}

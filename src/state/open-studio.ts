import { createClient } from '../client/create-client';
import { openFileStore } from '../storage/open-file-store';
import { openRecordStore } from '../storage/open-record-store';
import { createBrowserPort } from './browser';
import { createStudio, loadStudio, type Studio } from './store';

/** The studio over the browser's own workers and storage; its library is still being read. Throws `STORAGE_*`. */
export async function openStudio(): Promise<Studio> {
  const [files, records] = await Promise.all([openFileStore(), openRecordStore()]);
  const studio = createStudio({
    client: createClient(),
    files,
    records,
    browser: createBrowserPort(),
    newId: () => crypto.randomUUID(),
    now: () => Date.now(),
  });
  loadStudio(studio).catch(studio.store.getState().notices.report);
  return studio;
}

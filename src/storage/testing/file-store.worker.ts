import type { FileStore } from '../../core/contract/storage';
import { OpfsFileStore } from '../opfs-file-store';

/*
 * Runs one job of the file store inside a worker, where synchronous handles exist: writes what it is told and
 * answers with what it reads.
 */
addEventListener('message', (event: MessageEvent<{ folder: string; path: string; text: string }>) => {
  const { folder, path, text } = event.data;
  void (async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true });
    const store: FileStore = new OpfsFileStore(root);
    const writer = await store.openWriter(path);
    await writer.write(text);
    const before = await store.exists(path);
    const size = await writer.close();
    const aborted = await store.openWriter(path);
    await aborted.write('never seen');
    await aborted.abort();
    const read = await (await store.read(path)).text();
    postMessage({ before, size, read, left: await store.list('.tmp') });
  })();
});

import { AppError } from '../core/contract/errors';
import type { FileStore } from '../core/contract/storage';
import { chunksOf, toBytes } from './bytes';
import { splitPath } from './path';

/** The file store in memory, for tests; `quotaBytes` lets it run full. */
export function createMemoryFileStore({ quotaBytes = Infinity } = {}): FileStore {
  const files = new Map<string, Blob>();
  let unfinishedBytes = 0;

  const below = (path: string) => [...files].filter(([name]) => name === path || name.startsWith(`${path}/`));
  const usage = () => [...files.values()].reduce((sum, { size }) => sum + size, unfinishedBytes);

  const store: FileStore = {
    read: async (path) => {
      const blob = files.get(path);
      if (blob === undefined) throw new AppError('STORAGE_NOT_FOUND', { path });
      return blob;
    },
    exists: async (path) => below(path).length > 0,
    write: async (path, data) => {
      const writer = await store.openWriter(path);
      try {
        for await (const chunk of chunksOf(data)) await writer.write(chunk);
      } catch (thrown) {
        await writer.abort();
        throw thrown;
      }
      return writer.close();
    },
    openWriter: async (path) => {
      splitPath(path);
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      let size = 0;
      let done = false;
      return {
        write: async (chunk) => {
          const bytes = new Uint8Array(toBytes(chunk));
          const freeBytes = quotaBytes - usage();
          if (bytes.byteLength > freeBytes) {
            throw new AppError('STORAGE_FULL', { path, neededBytes: bytes.byteLength, freeBytes });
          }
          chunks.push(bytes);
          size += bytes.byteLength;
          unfinishedBytes += bytes.byteLength;
        },
        close: async () => {
          if (done) throw new AppError('STORAGE_FAILED', { path, reason: 'the writer is closed' });
          done = true;
          unfinishedBytes -= size;
          files.set(path, new Blob(chunks));
          return size;
        },
        abort: async () => {
          if (done) return;
          done = true;
          unfinishedBytes -= size;
        },
      };
    },
    list: async (folder) => {
      const names = below(folder).map(([name]) => name.slice(folder.length + 1).split('/')[0] ?? '');
      return [...new Set(names)].filter((name) => name !== '').sort();
    },
    remove: async (path) => {
      splitPath(path);
      for (const [name] of below(path)) files.delete(name);
    },
    sizeOf: async (path) => below(path).reduce((sum, [, { size }]) => sum + size, 0),
    space: async () => ({ usageBytes: usage(), quotaBytes, persisted: false }),
  };
  return store;
}

import { blobChunks } from './bytes';

/** Where bytes go while a file is being written. */
export interface RawWriter {
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Flushes to disk and releases the file. */
  close(): Promise<void>;
  /** Releases the file, whatever it holds. */
  abort(): Promise<void>;
}

interface MovableHandle extends FileSystemFileHandle {
  move(parent: FileSystemDirectoryHandle, name: string): Promise<void>;
}

/** Not in every browser, and not in TypeScript's library. */
function canMove(handle: FileSystemFileHandle): handle is MovableHandle {
  return 'move' in handle && typeof handle.move === 'function';
}

async function syncWriter(handle: FileSystemFileHandle): Promise<RawWriter> {
  const access = await handle.createSyncAccessHandle();
  // Where a file is replaced, the old one may be longer.
  access.truncate(0);
  let position = 0;
  return {
    write: async (chunk) => {
      const written = access.write(chunk, { at: position });
      if (written < chunk.byteLength) {
        throw new DOMException(`${written} of ${chunk.byteLength} bytes written`, 'QuotaExceededError');
      }
      position += written;
    },
    close: async () => {
      try {
        access.flush();
      } finally {
        access.close();
      }
    },
    abort: async () => access.close(),
  };
}

async function streamWriter(handle: FileSystemFileHandle): Promise<RawWriter> {
  const stream = await handle.createWritable();
  return {
    write: (chunk) => stream.write(chunk),
    close: () => stream.close(),
    abort: () => stream.abort(),
  };
}

/** Synchronous handles exist in workers only, are faster, and are all that older Safari has. */
export function openRawWriter(handle: FileSystemFileHandle): Promise<RawWriter> {
  return Reflect.has(handle, 'createSyncAccessHandle') ? syncWriter(handle) : streamWriter(handle);
}

async function copy(from: FileSystemFileHandle, to: FileSystemFileHandle): Promise<void> {
  // A stream shows the new file only when it is closed; a synchronous handle would leave half of it after a crash.
  const writer = await (Reflect.has(to, 'createWritable') ? streamWriter(to) : syncWriter(to));
  try {
    for await (const chunk of blobChunks(await from.getFile())) await writer.write(chunk);
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
  await writer.close();
}

/** Renames a file across folders, over an existing one; where the browser cannot, copies and deletes. */
export async function moveFile(
  from: { readonly folder: FileSystemDirectoryHandle; readonly handle: FileSystemFileHandle },
  to: { readonly folder: FileSystemDirectoryHandle; readonly name: string },
): Promise<void> {
  if (canMove(from.handle)) {
    await from.handle.move(to.folder, to.name);
    return;
  }
  await copy(from.handle, await to.folder.getFileHandle(to.name, { create: true }));
  await from.folder.removeEntry(from.handle.name);
}

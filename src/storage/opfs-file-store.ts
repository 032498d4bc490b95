import { AppError } from '../core/contract/errors';
import type { FileStore, FileWriter } from '../core/contract/storage';
import { chunksOf, toBytes } from './bytes';
import { moveFile, openRawWriter } from './opfs-handles';
import { splitPath } from './path';
import { readSpace } from './space';
import { isFolder, isFull, isLocked, isNotFound, toStorageError } from './storage-error';

/** Unfinished files wait here, outside of what `list` and `sizeOf` see. */
const TEMPORARY = '.tmp';
/** Younger leftovers may be the work of another worker or tab. */
const LEFTOVER_AGE_MS = 60 * 60 * 1000;

interface OpenFile {
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  publish(): Promise<void>;
  discard(): Promise<void>;
}

type Entry = FileSystemFileHandle | FileSystemDirectoryHandle;

async function entryOf(folder: FileSystemDirectoryHandle, name: string): Promise<Entry> {
  try {
    return await folder.getFileHandle(name);
  } catch (thrown) {
    if (!isFolder(thrown)) throw thrown;
    return folder.getDirectoryHandle(name);
  }
}

async function sizeOfEntry(entry: Entry): Promise<number> {
  if (entry.kind === 'file') return (await entry.getFile()).size;
  let size = 0;
  for await (const name of entry.keys()) {
    size += await orGone(async () => sizeOfEntry(await entryOf(entry, name)), 0);
  }
  return size;
}

/** What `work` finds, or `nothing` where another worker or tab removes it meanwhile. */
async function orGone<T>(work: () => Promise<T>, nothing: T): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (isNotFound(thrown)) return nothing;
    throw thrown;
  }
}

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

/** A file that is locked is still being written, or was not yet let go of: it stays for the next cleaning. */
async function removeTemporary(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await folder.removeEntry(name);
  } catch (thrown) {
    if (!isLocked(thrown) && !isNotFound(thrown))
      throw toStorageError(thrown, { path: `${TEMPORARY}/${name}` });
  }
}

/** Files in the origin's private file system (or below any directory handle). */
export class OpfsFileStore implements FileStore {
  constructor(private readonly root: FileSystemDirectoryHandle) {}

  async read(path: string): Promise<Blob> {
    try {
      const { folders, name } = splitPath(path);
      const folder = await this.folder(folders, false);
      return await (await folder.getFileHandle(name)).getFile();
    } catch (thrown) {
      throw toStorageError(thrown, { path });
    }
  }

  async exists(path: string): Promise<boolean> {
    return (await this.find(path)) !== null;
  }

  async write(path: string, data: Uint8Array | string | Blob): Promise<number> {
    const writer = await this.openWriter(path);
    try {
      for await (const chunk of chunksOf(data)) await writer.write(chunk);
    } catch (thrown) {
      await writer.abort();
      throw toStorageError(thrown, { path });
    }
    return writer.close();
  }

  async openWriter(path: string): Promise<FileWriter> {
    let file: OpenFile;
    try {
      file = await this.openFile(path);
    } catch (thrown) {
      throw await this.writeError(thrown, path, 0);
    }
    let size = 0;
    let done = false;
    return {
      write: async (chunk) => {
        const bytes = toBytes(chunk);
        try {
          await file.write(bytes);
        } catch (thrown) {
          throw await this.writeError(thrown, path, bytes.byteLength);
        }
        size += bytes.byteLength;
      },
      close: async () => {
        if (done) throw new AppError('STORAGE_FAILED', { path, reason: 'the writer is closed' });
        done = true;
        try {
          await file.publish();
        } catch (thrown) {
          throw await this.writeError(thrown, path, size);
        }
        return size;
      },
      abort: async () => {
        if (done) return;
        done = true;
        await file.discard();
      },
    };
  }

  async list(folder: string): Promise<string[]> {
    const entry = await this.find(folder);
    if (entry?.kind !== 'directory') return [];
    try {
      return (await orGone(() => namesIn(entry), [])).sort();
    } catch (thrown) {
      throw toStorageError(thrown, { path: folder });
    }
  }

  async remove(path: string): Promise<void> {
    const { folders, name } = splitPath(path);
    try {
      const folder = await this.folder(folders, false);
      await folder.removeEntry(name, { recursive: true });
    } catch (thrown) {
      if (!isNotFound(thrown)) throw toStorageError(thrown, { path });
    }
  }

  async sizeOf(path: string): Promise<number> {
    const entry = await this.find(path);
    try {
      return entry === null ? 0 : await orGone(() => sizeOfEntry(entry), 0);
    } catch (thrown) {
      throw toStorageError(thrown, { path });
    }
  }

  space = readSpace;

  /** Removes what writers left behind that were cut off by a crash or a closed tab. */
  async removeLeftovers(now: number): Promise<void> {
    const folder = await this.folder([TEMPORARY], true);
    for (const name of await namesIn(folder)) {
      if (now - Number.parseInt(name, 10) >= LEFTOVER_AGE_MS) await removeTemporary(folder, name);
    }
  }

  private async folder(parts: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
    let folder = this.root;
    for (const part of parts) folder = await folder.getDirectoryHandle(part, { create });
    return folder;
  }

  private async find(path: string): Promise<Entry | null> {
    try {
      const { folders, name } = splitPath(path);
      const folder = await this.folder(folders, false);
      return await entryOf(folder, name);
    } catch (thrown) {
      if (isNotFound(thrown)) return null;
      throw toStorageError(thrown, { path });
    }
  }

  private async openFile(path: string): Promise<OpenFile> {
    const target = splitPath(path);
    const temporary = await this.folder([TEMPORARY], true);
    const name = `${Date.now()}-${crypto.randomUUID()}`;
    const handle = await temporary.getFileHandle(name, { create: true });
    const writer = await openRawWriter(handle);
    return {
      write: (chunk) => writer.write(chunk),
      publish: async () => {
        try {
          await writer.close();
          const folder = await this.folder(target.folders, true);
          await moveFile({ folder: temporary, handle }, { folder, name: target.name });
        } catch (thrown) {
          await removeTemporary(temporary, name);
          throw thrown;
        }
      },
      discard: async () => {
        await writer.abort();
        await removeTemporary(temporary, name);
      },
    };
  }

  private async writeError(thrown: unknown, path: string, neededBytes: number): Promise<AppError> {
    if (!isFull(thrown)) return toStorageError(thrown, { path });
    const { quotaBytes, usageBytes } = await this.space();
    const freeBytes = Math.max(0, quotaBytes - usageBytes);
    return new AppError('STORAGE_FULL', { path, neededBytes, freeBytes }, { cause: thrown });
  }
}

/**
 * A directory whose files take `roomBytes` each and then throw the browser's QuotaExceededError, as a full disk does.
 */
export function withFullDisk(
  folder: FileSystemDirectoryHandle,
  roomBytes: number,
): FileSystemDirectoryHandle {
  return new Proxy(folder, {
    get(target, key) {
      if (key === 'getDirectoryHandle') {
        return async (name: string, options?: FileSystemGetDirectoryOptions) =>
          withFullDisk(await target.getDirectoryHandle(name, options), roomBytes);
      }
      if (key === 'getFileHandle') {
        return async (name: string, options?: FileSystemGetFileOptions) =>
          limitWrites(await target.getFileHandle(name, options), roomBytes);
      }
      return own(target, key);
    },
  });
}

/** Handles refuse calls on a proxy, so their methods stay bound to them. */
function own(target: object, key: string | symbol): unknown {
  const value: unknown = Reflect.get(target, key);
  return typeof value === 'function' ? value.bind(target) : value;
}

function limitWrites(handle: FileSystemFileHandle, roomBytes: number): FileSystemFileHandle {
  return new Proxy(handle, {
    get(target, key) {
      // On the page there is only this one way of writing.
      if (key === 'createWritable') return async () => limitStream(await target.createWritable(), roomBytes);
      // The real directory that `move` is given must be a real handle.
      if (key === 'move') return undefined;
      return own(target, key);
    },
  });
}

function limitStream(stream: FileSystemWritableFileStream, roomBytes: number): FileSystemWritableFileStream {
  let room = roomBytes;
  return new Proxy(stream, {
    get(target, key) {
      if (key !== 'write') return own(target, key);
      return async (chunk: Uint8Array<ArrayBuffer>) => {
        room -= chunk.byteLength;
        if (room < 0) throw new DOMException('The disk is full.', 'QuotaExceededError');
        await target.write(chunk);
      };
    },
  });
}

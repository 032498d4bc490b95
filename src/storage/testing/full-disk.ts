/** A directory whose files take `roomBytes` each and then fail as the browser's writers do on a full disk. */
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
      const method = own(target, key);
      if (key === 'createSyncAccessHandle' && typeof method === 'function') {
        return async () => limitAccess(await method(), roomBytes);
      }
      if (key === 'createWritable') return async () => limitStream(await target.createWritable(), roomBytes);
      // `move` takes real handles only.
      return key === 'move' ? undefined : method;
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

/** Synchronous handles do not throw: they write less than they were told to. */
function limitAccess(access: object, roomBytes: number): object {
  let room = roomBytes;
  return new Proxy(access, {
    get(target, key) {
      const method = own(target, key);
      if (key !== 'write' || typeof method !== 'function') return method;
      return (chunk: Uint8Array, options: unknown): unknown => {
        const fitting = chunk.subarray(0, room);
        room -= fitting.byteLength;
        return method(fitting, options);
      };
    },
  });
}

/// <reference types="@vitest/browser-playwright" />
import { afterAll, describe, expect, it, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { openFileStore } from './open-file-store';
import { OpfsFileStore } from './opfs-file-store';
import { requestPersistence } from './space';
import { describeFileStore, describeFullFileStore } from './testing/file-store-suite';
import type { WorkerJob } from './testing/file-store.worker';
import { withFullDisk } from './testing/full-disk';

const PREFIX = 'test-';
let folders = 0;

async function emptyFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(`${PREFIX}${folders++}`, { create: true });
}

/** The same without `move`, as in browsers that lack it. */
function withoutMove(folder: FileSystemDirectoryHandle): FileSystemDirectoryHandle {
  return withFullDisk(folder, Infinity);
}

async function inWorker(job: WorkerJob): Promise<unknown> {
  const worker = new Worker(new URL('./testing/file-store.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener('message', (event) => resolve(event.data));
      worker.addEventListener('error', (event) => reject(new Error(event.message)));
      worker.postMessage(job);
    });
  } finally {
    worker.terminate();
  }
}

afterAll(async () => {
  const root = await navigator.storage.getDirectory();
  for (let i = 0; i < folders; i++) await root.removeEntry(`${PREFIX}${i}`, { recursive: true });
});

describeFileStore('the file store in OPFS', async () => new OpfsFileStore(await emptyFolder()));
describeFileStore('the file store in OPFS without move()', async () => {
  return new OpfsFileStore(withoutMove(await emptyFolder()));
});
describeFullFileStore('the file store in OPFS', async () => {
  return new OpfsFileStore(withFullDisk(await emptyFolder(), 500_000));
});

describe('the file store in OPFS', () => {
  it('works in a worker on synchronous handles', async () => {
    const folder = await emptyFolder();
    const answer = await inWorker({
      folder: folder.name,
      path: 'runs/r1/a',
      bytes: 5_000_000,
      roomBytes: null,
    });
    expect(answer).toEqual({ before: false, result: { ok: true, value: 5_000_000 }, left: [] });
    const read = await new OpfsFileStore(folder).read('runs/r1/a');
    const bytes = new Uint8Array(await read.arrayBuffer());
    expect(bytes.length).toBe(5_000_000);
    expect(bytes.every((byte) => byte === 7)).toBe(true);
  });

  it('replaces a longer file in a worker of a browser without move()', async () => {
    const folder = await emptyFolder();
    await new OpfsFileStore(folder).write('a/file', 'x'.repeat(1000));
    const job = { folder: folder.name, path: 'a/file', bytes: 10, roomBytes: 1_000_000 };
    expect(await inWorker(job)).toMatchObject({ result: { ok: true, value: 10 }, left: [] });
    const read = await new OpfsFileStore(folder).read('a/file');
    expect([...new Uint8Array(await read.arrayBuffer())]).toEqual(Array(10).fill(7));
  });

  it('counts nothing for what another tab removes meanwhile', async () => {
    const store = new OpfsFileStore(await emptyFolder());
    await store.write('a/one', '11');
    await store.write('a/two', '22');
    const gone = new DOMException('A requested file could not be found', 'NotFoundError');
    const getFile = vi.spyOn(FileSystemFileHandle.prototype, 'getFile').mockRejectedValueOnce(gone);
    expect(await store.sizeOf('a')).toBe(2);
    getFile.mockRestore();
    const keys = vi.spyOn(FileSystemDirectoryHandle.prototype, 'keys').mockImplementationOnce(() => {
      throw gone;
    });
    expect(await store.list('a')).toEqual([]);
    keys.mockRestore();
  });

  it('says in a worker, too, that the disk is full', async () => {
    const folder = await emptyFolder();
    await new OpfsFileStore(folder).write('a/file', 'old');
    const job = { folder: folder.name, path: 'a/file', bytes: 5_000_000, roomBytes: 1000 };
    expect(await inWorker(job)).toMatchObject({
      result: { ok: false, failure: { code: 'STORAGE_FULL', details: { path: 'a/file' } } },
      left: [],
    });
    expect(await (await new OpfsFileStore(folder).read('a/file')).text()).toBe('old');
  });

  it('cleans away old leftovers, and neither young ones nor those being written', async () => {
    const folder = await emptyFolder();
    const store = new OpfsFileStore(folder);
    const temporary = await folder.getDirectoryHandle('.tmp', { create: true });
    const now = Date.now();
    const old = `${now - 2 * 60 * 60 * 1000}-old`;
    const young = `${now - 1000}-young`;
    const open = `${now - 2 * 60 * 60 * 1000}-open`;
    await temporary.getFileHandle(old, { create: true });
    await temporary.getFileHandle(young, { create: true });
    const stream = await (await temporary.getFileHandle(open, { create: true })).createWritable();
    await store.removeLeftovers(now);
    const names = await store.list('.tmp');
    await stream.abort();
    expect(names).toEqual(expect.arrayContaining([open, young]));
    expect(names).not.toContain(old);
  });

  it("meets the browser's own limit", async () => {
    const store = new OpfsFileStore(await emptyFolder());
    await store.write('a/file', 'old');
    const { usageBytes } = await store.space();
    const { origin } = location;
    const full = { code: 'STORAGE_FULL', details: { path: 'a/file', neededBytes: expect.any(Number) } };
    await cdp().send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usageBytes + 1_000_000 });
    try {
      await expect(store.write('a/file', new Uint8Array(20_000_000))).rejects.toMatchObject(full);
    } finally {
      await cdp().send('Storage.overrideQuotaForOrigin', { origin });
    }
    expect(await (await store.read('a/file')).text()).toBe('old');
    expect(await store.list('.tmp')).toEqual([]);
    expect(await store.write('a/file', new Uint8Array(2_000_000))).toBe(2_000_000);
  });

  it('takes a write that the browser broke off for one that met the limit', async () => {
    const store = new OpfsFileStore(await emptyFolder());
    const broken = new DOMException('Failed to write data to data pipe', 'AbortError');
    const write = vi.spyOn(FileSystemWritableFileStream.prototype, 'write').mockRejectedValueOnce(broken);
    const full = { code: 'STORAGE_FULL', details: { path: 'a/file', neededBytes: 3 }, cause: broken };
    await expect(store.write('a/file', 'new')).rejects.toMatchObject(full);
    write.mockRestore();
    expect(await store.list('.tmp')).toEqual([]);
    expect(await store.write('a/file', 'new')).toBe(3);
  });

  it('opens at the root of the origin', async () => {
    const store = await openFileStore();
    const path = `${PREFIX}root/file`;
    await store.write(path, 'x');
    expect(await (await (await openFileStore()).read(path)).text()).toBe('x');
    await store.remove(`${PREFIX}root`);
    expect(typeof (await requestPersistence())).toBe('boolean');
  });
});

import { afterAll, describe, expect, it } from 'vitest';
import { openFileStore } from './open-file-store';
import { OpfsFileStore } from './opfs-file-store';
import { requestPersistence } from './space';
import { describeFileStore, describeFullFileStore } from './testing/file-store-suite';
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
    const worker = new Worker(new URL('./testing/file-store.worker.ts', import.meta.url), { type: 'module' });
    const answer = await new Promise((resolve, reject) => {
      worker.addEventListener('message', (event) => resolve(event.data));
      worker.addEventListener('error', (event) => reject(new Error(event.message)));
      worker.postMessage({ folder: folder.name, path: 'runs/r1/a', text: 'ünlike' });
    });
    worker.terminate();
    expect(answer).toEqual({ before: false, size: 7, read: 'ünlike', left: [] });
    expect(await (await new OpfsFileStore(folder).read('runs/r1/a')).text()).toBe('ünlike');
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

  it('opens at the root of the origin', async () => {
    const store = await openFileStore();
    const path = `${PREFIX}root/file`;
    await store.write(path, 'x');
    expect(await (await (await openFileStore()).read(path)).text()).toBe('x');
    await store.remove(`${PREFIX}root`);
    expect(typeof (await requestPersistence())).toBe('boolean');
  });
});

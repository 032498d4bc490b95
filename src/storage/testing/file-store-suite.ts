import { describe, expect, it } from 'vitest';
import type { FileStore } from '../../core/contract/storage';

/** What every file store must do; run against each of them. `open` gives an empty store. */
export function describeFileStore(name: string, open: () => Promise<FileStore>): void {
  describe(name, () => {
    it('reads back what was written, in folders that come by themselves', async () => {
      const store = await open();
      expect(await store.write('runs/r1/a.bin', Uint8Array.of(1, 2, 3))).toBe(3);
      expect(await store.write('runs/r1/deep/er/text.json', '{"ä":1}')).toBe(8);
      expect(await store.write('runs/r1/blob', new Blob(['x'.repeat(9_000_000)]))).toBe(9_000_000);
      expect(new Uint8Array(await (await store.read('runs/r1/a.bin')).arrayBuffer())).toEqual(
        Uint8Array.of(1, 2, 3),
      );
      expect(await (await store.read('runs/r1/deep/er/text.json')).text()).toBe('{"ä":1}');
      expect((await store.read('runs/r1/blob')).size).toBe(9_000_000);
    });

    it('replaces a file as a whole', async () => {
      const store = await open();
      await store.write('a/file', 'a long first version');
      await store.write('a/file', 'short');
      expect(await (await store.read('a/file')).text()).toBe('short');
      expect(await store.list('a')).toEqual(['file']);
    });

    it('says what is not there', async () => {
      const store = await open();
      await store.write('a/b/c', 'x');
      const notFound = { code: 'STORAGE_NOT_FOUND', details: { path: 'a/absent' } };
      await expect(store.read('a/absent')).rejects.toMatchObject(notFound);
      await expect(store.read('nowhere/absent')).rejects.toMatchObject({ code: 'STORAGE_NOT_FOUND' });
      await expect(store.read('a/b')).rejects.toMatchObject({ code: 'STORAGE_NOT_FOUND' });
      expect(await store.exists('a/absent')).toBe(false);
      expect(await store.exists('a/b/c/d')).toBe(false);
      expect(await store.exists('a/b')).toBe(true);
      expect(await store.exists('a/b/c')).toBe(true);
      expect(await store.list('nowhere')).toEqual([]);
      expect(await store.list('a/b/c')).toEqual([]);
      expect(await store.sizeOf('nowhere')).toBe(0);
      await store.remove('a/absent');
      await store.remove('nowhere/absent');
    });

    it('lists direct children, sorted, and adds up sizes', async () => {
      const store = await open();
      await store.write('m/z', '12');
      await store.write('m/a/one', '345');
      await store.write('m/a/two', '6');
      await store.write('mm', '7');
      expect(await store.list('m')).toEqual(['a', 'z']);
      expect(await store.sizeOf('m')).toBe(6);
      expect(await store.sizeOf('m/a')).toBe(4);
      expect(await store.sizeOf('m/z')).toBe(2);
    });

    it('removes a file, or a folder with all it holds', async () => {
      const store = await open();
      await store.write('m/a/one', '1');
      await store.write('m/a/two', '2');
      await store.remove('m/a/one');
      expect(await store.list('m/a')).toEqual(['two']);
      await store.remove('m');
      expect(await store.exists('m')).toBe(false);
    });

    it('shows a file only when its writer was closed', async () => {
      const store = await open();
      await store.write('a/file', 'old');
      const writer = await store.openWriter('a/file');
      await writer.write('ne');
      await writer.write(new TextEncoder().encode('[w]').subarray(1, 2));
      expect(await (await store.read('a/file')).text()).toBe('old');
      expect(await store.list('a')).toEqual(['file']);
      expect(await writer.close()).toBe(3);
      expect(await (await store.read('a/file')).text()).toBe('new');
      await expect(writer.close()).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    });

    it('forgets what was written when the writer is aborted', async () => {
      const store = await open();
      await store.write('a/file', 'old');
      const writer = await store.openWriter('a/file');
      await writer.write('new');
      await writer.abort();
      await writer.abort();
      expect(await (await store.read('a/file')).text()).toBe('old');
      const other = await store.openWriter('b/file');
      await other.abort();
      expect(await store.exists('b/file')).toBe(false);
    });

    it('lets several writers work at once; the last to close wins', async () => {
      const store = await open();
      const writers = await Promise.all(['p', 'q', 'q'].map((path) => store.openWriter(`a/${path}`)));
      await Promise.all(writers.map((writer, i) => writer.write(`by ${i}`)));
      for (const writer of writers) await writer.close();
      expect(await (await store.read('a/p')).text()).toBe('by 0');
      expect(await (await store.read('a/q')).text()).toBe('by 2');
      await Promise.all(Array.from({ length: 8 }, (_, i) => store.write(`n/${i}`, String(i))));
      expect(await store.list('n')).toHaveLength(8);
    });

    it.each(['', '/a', 'a//b', 'a/../b', 'a/'])('refuses the path "%s"', async (path) => {
      const store = await open();
      await expect(store.write(path, 'x')).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
    });

    it('tells the space in use', async () => {
      const store = await open();
      await store.write('a', new Uint8Array(1000));
      const { usageBytes, quotaBytes, persisted } = await store.space();
      expect(usageBytes).toBeGreaterThanOrEqual(0);
      expect(quotaBytes).toBeGreaterThan(usageBytes);
      expect(typeof persisted).toBe('boolean');
    });
  });
}

/** A full disk: `open` gives a store with room for less than a megabyte. */
export function describeFullFileStore(name: string, open: () => Promise<FileStore>): void {
  describe(`${name}, full`, () => {
    const full = {
      code: 'STORAGE_FULL',
      details: { path: 'a/file', neededBytes: expect.any(Number), freeBytes: expect.any(Number) },
    };

    it('says so, keeps the old file and leaves nothing behind', async () => {
      const store = await open();
      await store.write('a/file', 'old');
      await expect(store.write('a/file', new Uint8Array(1_000_000))).rejects.toMatchObject(full);
      expect(await (await store.read('a/file')).text()).toBe('old');
      const writer = await store.openWriter('a/file');
      await writer.write('x');
      await expect(writer.write(new Uint8Array(1_000_000))).rejects.toMatchObject(full);
      await writer.abort();
      expect(await (await store.read('a/file')).text()).toBe('old');
      expect(await store.list('.tmp')).toEqual([]);
    });
  });
}

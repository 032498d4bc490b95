import { expect, test } from 'vitest';
import { writeZip } from '../../../src/engine/export/zip';
import { readZipDirectory } from './zip-directory';
import { entryBytes } from './zip-files';

/** From here on the zip writes numbers of 64 bits. */
const NARROW = 600;

test('sizes and places of 64 bits are read, and the files lie where they say', async () => {
  const contents = [200, 900, 100].map((size, i) =>
    Uint8Array.from({ length: size }, (_, at) => (at + i) % 251),
  );
  const entries = contents.map((bytes, i) => ({
    name: `file-${i}`,
    sizeBytes: bytes.length,
    write: (sink: { write(chunk: Uint8Array): Promise<void> }) => sink.write(bytes),
  }));
  const chunks: Blob[] = [];
  const write = async (chunk: Uint8Array | string) =>
    void chunks.push(new Blob([typeof chunk === 'string' ? chunk : chunk.slice()]));
  await writeZip(entries, 0, { write }, { narrowLimit: NARROW });
  const zip = new File(chunks, 'wide.zip');
  const directory = await readZipDirectory(zip);
  expect(directory.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
    ['file-0', 200],
    ['file-1', 900],
    ['file-2', 100],
  ]);
  expect(directory[2]?.headerOffset).toBeGreaterThan(NARROW);
  const read = await Promise.all(
    directory.map(async (entry) => new Uint8Array(await (await entryBytes(zip, entry)).arrayBuffer())),
  );
  expect(read).toEqual(contents);
});

/*
 * `tsx tools/python/make-large-zip.ts FILE`: a zip beyond 4 GiB, for Python to read: a file that is itself as large, and
 * one behind it. Nearly all of it is zeros, which are left out as holes: on disk it takes next to nothing.
 */
import { open } from 'node:fs/promises';
import { writeZip } from '../../src/engine/export/zip.ts';

const LARGE_BYTES = 2 ** 32 + 5;
const PIECE = new Uint8Array(16 * 1024 * 1024);

const [path = ''] = process.argv.slice(2);
const file = await open(path, 'w');
let place = 0;
const text = (name: string) => ({
  name,
  write: (sink: { write(chunk: Uint8Array): Promise<void> }) =>
    sink.write(new TextEncoder().encode(`${name}\n`)),
});
const entries = [
  text('before.txt'),
  {
    name: 'zeros.bin',
    sizeBytes: LARGE_BYTES,
    async write(sink: { write(chunk: Uint8Array): Promise<void> }) {
      for (let left = LARGE_BYTES; left > 0; left -= PIECE.length) await sink.write(PIECE.subarray(0, left));
    },
  },
  text('behind.txt'),
];
const size = await writeZip(entries, Date.UTC(2026, 0, 1), {
  async write(chunk) {
    if (typeof chunk === 'string') throw new TypeError('bytes were expected');
    if (chunk.buffer !== PIECE.buffer) await file.write(chunk, 0, chunk.length, place);
    place += chunk.length;
  },
});
await file.close();
console.log(`${path}: ${size} bytes`);

import { crc32 } from '../../../src/core/crc32';
import { entryOf, inModelRoot, type ModelFiles } from './model-files';
import { readStream } from './read-stream';
import { badZip, readZipDirectory, type ZipEntry } from './zip-directory';

const LOCAL_HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

/** Whether a file begins like a zip, whatever its name. */
export async function isZip(file: File): Promise<boolean> {
  const [p, k] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return p === 0x50 && k === 0x4b;
}

/** The files of the model in a zip, read from where they lie and never as a whole. Throws `MODEL_BAD_ZIP`. */
export async function zipModelFiles(file: File, marker: string): Promise<ModelFiles> {
  const directory = await readZipDirectory(file);
  const entries = inModelRoot(new Map(directory.map((entry) => [entry.path, entry])), marker);
  return {
    names: [...entries.keys()],
    sizeOf: (name) => entries.get(name)?.sizeBytes ?? null,
    open: (name) => readEntry(file, entryOf(entries, name)),
  };
}

/** The bytes of an entry, inflated and checked. */
async function* readEntry(file: File, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  let size = 0;
  let crc = 0;
  const stream = await entryStream(file, entry);
  try {
    for await (const bytes of readStream(stream)) {
      size += bytes.byteLength;
      // Told before all of it was inflated: a small zip can hold what fills memory.
      if (size > entry.sizeBytes) break;
      crc = crc32(crc, bytes);
      yield bytes;
    }
  } catch (cause) {
    throw badZip(file.name, `${entry.path} is damaged`, cause);
  }
  if (size !== entry.sizeBytes || crc !== entry.crc) throw badZip(file.name, `${entry.path} is damaged`);
}

async function entryStream(file: File, entry: ZipEntry): Promise<ReadableStream<Uint8Array>> {
  const stream = (await entryBytes(file, entry)).stream();
  if (entry.method === STORED) return stream;
  if (entry.method === DEFLATED) return stream.pipeThrough(new DecompressionStream('deflate-raw'));
  throw badZip(file.name, `${entry.path} is compressed in an unknown way`);
}

/** The bytes of an entry as they lie in the zip: those of the file itself where it is only stored. */
export async function entryBytes(file: File, entry: ZipEntry): Promise<Blob> {
  if (entry.encrypted) throw badZip(file.name, 'it is encrypted');
  const { headerOffset, compressedBytes } = entry;
  const header = await file.slice(headerOffset, headerOffset + LOCAL_HEADER_BYTES).arrayBuffer();
  if (header.byteLength < LOCAL_HEADER_BYTES) throw badZip(file.name, `${entry.path} is missing`);
  const view = new DataView(header);
  // Name and extra field are there again, and may have other lengths than in the directory.
  const begin = headerOffset + LOCAL_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  return file.slice(begin, begin + compressedBytes);
}

import { AppError } from '../../../src/core/contract/errors';

/** An entry of a zip's central directory. */
export interface ZipEntry {
  readonly path: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  /** Where the entry's local header begins in the file. */
  readonly headerOffset: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_END = 0x06064b50;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const ZIP64_EXTRA = 1;
const IN_ZIP64 = 0xffffffff;

export function badZip(file: string, reason: string, cause?: unknown): AppError {
  return new AppError('MODEL_BAD_ZIP', { file, reason }, { cause });
}

async function view(blob: Blob, begin: number, end: number): Promise<DataView> {
  return new DataView(await blob.slice(begin, end).arrayBuffer());
}

async function directoryRange(file: File): Promise<{ begin: number; end: number }> {
  const tailStart = Math.max(0, file.size - END_BYTES - MAX_COMMENT_BYTES);
  const tail = await view(file, tailStart, file.size);
  let at = tail.byteLength - END_BYTES;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) throw badZip(file.name, 'its end is missing');
  const size = tail.getUint32(at + 12, true);
  const begin = tail.getUint32(at + 16, true);
  const locator = at - ZIP64_LOCATOR_BYTES;
  if (locator < 0 || tail.getUint32(locator, true) !== ZIP64_LOCATOR) return { begin, end: begin + size };
  const endStart = Number(tail.getBigUint64(locator + 8, true));
  const end = await view(file, endStart, endStart + 56);
  if (end.byteLength < 56 || end.getUint32(0, true) !== ZIP64_END)
    throw badZip(file.name, 'its end is damaged');
  const begin64 = Number(end.getBigUint64(48, true));
  return { begin: begin64, end: begin64 + Number(end.getBigUint64(40, true)) };
}

/** The 64-bit values of an entry, in the order in which they are present. */
function zip64Values(extra: DataView): bigint[] {
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const length = extra.getUint16(at + 2, true);
    if (extra.getUint16(at, true) === ZIP64_EXTRA) {
      return Array.from({ length: Math.floor(length / 8) }, (_, i) =>
        extra.getBigUint64(at + 4 + 8 * i, true),
      );
    }
    at += 4 + length;
  }
  return [];
}

function parseEntry(directory: DataView, at: number): { entry: ZipEntry; next: number } {
  if (directory.getUint32(at, true) !== ENTRY) throw new RangeError('no entry here');
  const nameBytes = directory.getUint16(at + 28, true);
  const extraBytes = directory.getUint16(at + 30, true);
  const nameStart = directory.byteOffset + at + ENTRY_BYTES;
  const wide = zip64Values(new DataView(directory.buffer, nameStart + nameBytes, extraBytes));
  const value = (offset: number) => {
    const narrow = directory.getUint32(at + offset, true);
    return narrow === IN_ZIP64 ? Number(wide.shift() ?? IN_ZIP64) : narrow;
  };
  // In this order the 64-bit field lists them.
  const sizeBytes = value(24);
  const compressedBytes = value(20);
  const headerOffset = value(42);
  const entry = {
    path: new TextDecoder()
      .decode(new Uint8Array(directory.buffer, nameStart, nameBytes))
      .replaceAll('\\', '/'),
    method: directory.getUint16(at + 10, true),
    encrypted: (directory.getUint16(at + 8, true) & 1) === 1,
    crc: directory.getUint32(at + 16, true),
    compressedBytes,
    sizeBytes,
    headerOffset,
  };
  return { entry, next: at + ENTRY_BYTES + nameBytes + extraBytes + directory.getUint16(at + 32, true) };
}

/**
 * Reads the central directory of a zip (zip64 too): what it holds and where, without the data.
 * Throws `MODEL_BAD_ZIP`.
 */
export async function readZipDirectory(file: File): Promise<ZipEntry[]> {
  const { begin, end } = await directoryRange(file);
  const directory = await view(file, begin, end);
  if (directory.byteLength !== end - begin) throw badZip(file.name, 'its directory is cut off');
  const entries: ZipEntry[] = [];
  try {
    for (let at = 0; at < directory.byteLength; ) {
      const { entry, next } = parseEntry(directory, at);
      entries.push(entry);
      at = next;
    }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw badZip(file.name, 'its directory is damaged', cause);
  }
  return entries.filter(({ path }) => !path.endsWith('/'));
}

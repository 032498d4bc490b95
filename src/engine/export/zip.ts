import type { ExportFormat } from '../../core/catalog/exports';
import { AppError, toAppError } from '../../core/contract/errors';
import type { FileWriter } from '../../core/contract/storage';
import { crc32 } from '../../core/crc32';
import type { ExportEntry } from './entry';
import type { ExportInput } from './input';
import { EXPORT_FORMATS } from './registry';
import {
  directoryEntry,
  dosTime,
  fileEnd,
  fileHeader,
  NARROW_LIMIT,
  type WrittenFile,
  zipEnd,
} from './zip-records';

/** What an entry may be larger than it is said to be: a header of its own. */
const MARGIN_BYTES = 64 * 1024 * 1024;

/** The earliest time a zip can name; a clock set wrong must not make an export impossible. */
const ZIP_EPOCH = Date.UTC(1980, 0, 2);

/** Called after each chunk with the bytes written so far; what it throws ends the export. */
type OnProgress = (doneBytes: number) => void;

interface ZipOptions {
  readonly onProgress?: OnProgress | undefined;
  /** From which size or place on numbers get 64 bits; tests set less. */
  readonly narrowLimit?: number;
}

/**
 * Writes entries as a stored (uncompressed) zip into `sink`, one chunk in memory at a time; beyond 4 GiB as a zip64.
 * Returns the size in bytes. Throws `EXPORT_FAILED` where an entry reaches 4 GiB that was not said to be so large.
 */
export async function writeZip(
  entries: readonly ExportEntry[],
  modifiedAt: number,
  sink: Pick<FileWriter, 'write'>,
  { onProgress = () => undefined, narrowLimit = NARROW_LIMIT }: ZipOptions = {},
): Promise<number> {
  const stamp = dosTime(Math.max(modifiedAt, ZIP_EPOCH));
  let size = 0;
  const write = async (chunk: Uint8Array) => {
    size += chunk.length;
    await sink.write(chunk);
    onProgress(size);
  };
  const writeFile = async (entry: ExportEntry): Promise<WrittenFile> => {
    const name = new TextEncoder().encode(entry.name);
    const isWide = (entry.sizeBytes ?? 0) + Math.min(MARGIN_BYTES, narrowLimit / 2) >= narrowLimit;
    const start = { name, ...stamp, isWide, offset: size };
    await write(fileHeader(start));
    let [crc, sizeBytes] = [0, 0];
    await entry.write({
      async write(chunk) {
        crc = crc32(crc, chunk);
        sizeBytes += chunk.length;
        if (!isWide && sizeBytes >= narrowLimit) {
          throw new AppError('EXPORT_FAILED', {
            file: entry.name,
            reason: `${entry.name} is larger than 4 GiB`,
          });
        }
        await write(chunk);
      },
    });
    const file = { ...start, crc, sizeBytes };
    await write(fileEnd(file));
    return file;
  };
  const written: WrittenFile[] = [];
  for (const entry of entries) written.push(await writeFile(entry));
  const offset = size;
  for (const file of written) await write(directoryEntry(file, narrowLimit));
  await write(zipEnd({ count: written.length, offset, sizeBytes: size - offset }, narrowLimit));
  return size;
}

/**
 * Streams the export of a run into `sink` and closes it; on failure what was written is removed. Returns the size in
 * bytes. Throws `EXPORT_FAILED`, `STORAGE_FULL`, `MODEL_BAD_CONFIG`, `MODEL_UNSUPPORTED_TOKENIZER`.
 */
export async function exportZip(
  input: ExportInput,
  sink: FileWriter,
  options: { readonly format?: ExportFormat; readonly onProgress?: OnProgress } = {},
): Promise<number> {
  const entries = async () => EXPORT_FORMATS[options.format ?? 'transformers'](input);
  return zipInto(sink, entries, input.run.updatedAt, options.onProgress);
}

/**
 * Streams entries into `sink` as a zip and closes it; on failure what was written is removed. Returns the size in bytes.
 * Throws `EXPORT_FAILED`, `STORAGE_FULL`, and what its entries throw.
 */
export async function zipInto(
  sink: FileWriter,
  entries: () => Promise<readonly ExportEntry[]>,
  modifiedAt: number,
  onProgress?: OnProgress,
): Promise<number> {
  try {
    await writeZip(await entries(), modifiedAt, sink, { onProgress });
    return await sink.close();
  } catch (thrown) {
    await sink.abort();
    throw toAppError(thrown, 'EXPORT_FAILED');
  }
}

import { Zip, ZipPassThrough } from 'fflate';
import type { ExportFormat } from '../../core/catalog/exports';
import { AppError, toAppError } from '../../core/contract/errors';
import type { FileWriter } from '../../core/contract/storage';
import type { ExportEntry } from './entry';
import type { ExportInput } from './input';
import { EXPORT_FORMATS } from './registry';

/** Sizes and offsets of a zip without its 64-bit extension have 32 bits. */
const ZIP_LIMIT_BYTES = 0xffffffff;
/** safetensors and ONNX in 32 bits, ONNX in 16 and in 8. */
const BYTES_PER_WEIGHT = 4 + 4 + 2 + 1;
/** For all that is not weights: text files, entry headers. */
const TEXT_ALLOWANCE_BYTES = 64 * 1024 * 1024;

/** The earliest time a zip can name; a clock set wrong must not make an export impossible. */
const ZIP_EPOCH = Date.UTC(1980, 0, 2);

/** Called after each chunk with the bytes written so far; what it throws ends the export. */
type OnProgress = (doneBytes: number) => void;

/**
 * Writes entries as a stored (uncompressed) zip into `sink`, one chunk in memory at a time. Returns the size in bytes.
 * Throws `EXPORT_FAILED` beyond 4 GiB.
 */
export async function writeZip(
  entries: readonly ExportEntry[],
  modifiedAt: number,
  sink: Pick<FileWriter, 'write'>,
  onProgress: OnProgress = () => {},
): Promise<number> {
  let pending: Uint8Array[] = [];
  let failure: Error | null = null;
  let size = 0;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else pending.push(chunk);
  });
  const flush = async () => {
    const chunks = pending;
    pending = [];
    if (failure) throw failure;
    for (const chunk of chunks) {
      size += chunk.length;
      if (size > ZIP_LIMIT_BYTES) throw new AppError('EXPORT_FAILED', { reason: 'larger than 4 GiB' });
      await sink.write(chunk);
    }
    onProgress(size);
  };
  for (const entry of entries) {
    const file = new ZipPassThrough(entry.name);
    file.mtime = Math.max(modifiedAt, ZIP_EPOCH);
    zip.add(file);
    await entry.write({
      async write(chunk) {
        file.push(chunk);
        await flush();
      },
    });
    file.push(new Uint8Array(0), true);
    await flush();
  }
  zip.end();
  await flush();
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
  const entries = async () => {
    const weightBytes = input.weights.specs.reduce(
      (sum, { shape }) => sum + BYTES_PER_WEIGHT * shape.reduce((product, dim) => product * dim, 1),
      0,
    );
    if (weightBytes + TEXT_ALLOWANCE_BYTES > ZIP_LIMIT_BYTES) {
      throw new AppError('EXPORT_FAILED', { reason: 'the weights do not fit a zip of 4 GiB', weightBytes });
    }
    return EXPORT_FORMATS[options.format ?? 'transformers'](input);
  };
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
    await writeZip(await entries(), modifiedAt, sink, onProgress);
    return await sink.close();
  } catch (thrown) {
    await sink.abort();
    throw toAppError(thrown, 'EXPORT_FAILED');
  }
}

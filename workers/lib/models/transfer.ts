import { AppError } from '../../../src/core/contract/errors';
import type { OperationEvent } from '../../../src/core/contract/events';
import type { FileStore } from '../../../src/core/contract/storage';
import type { ModelFiles } from './model-files';
import { type ModelFileName, modelFileNames } from './used-files';

export interface ImportOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Omit<OperationEvent, 'operationId'>) => void;
}

/** Progress is told at most this often. */
const REPORT_BYTES = 1024 * 1024;

function totalSize(files: ModelFiles): number | null {
  let total = 0;
  for (const name of modelFileNames(files.names)) {
    const size = files.sizeOf(name);
    if (size === null) return null;
    total += size;
  }
  return total;
}

/** Moves a model's files, each once, and reports the bytes moved so far. */
export class Transfer {
  private readonly total: number | null;
  private done = 0;
  private reported = 0;

  constructor(
    private readonly files: ModelFiles,
    private readonly stage: 'downloading' | 'reading',
    private readonly options: ImportOptions,
  ) {
    this.total = totalSize(files);
  }

  /** A small file, or null if the model has none of this name. */
  async bytes(name: ModelFileName): Promise<Uint8Array | null> {
    if (!this.files.names.includes(name)) return null;
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.chunks(name)) chunks.push(chunk);
    const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }

  /** A small file as text (UTF-8), or null if the model has none of this name. */
  async text(name: ModelFileName): Promise<string | null> {
    const bytes = await this.bytes(name);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }

  /** Streams a large file into the store. Throws `STORAGE_FULL` before it begins where the size is known. */
  async copy(name: ModelFileName, store: FileStore, path: string): Promise<void> {
    const neededBytes = this.files.sizeOf(name);
    const { quotaBytes, usageBytes } = await store.space();
    const freeBytes = Math.max(0, quotaBytes - usageBytes);
    if (neededBytes !== null && neededBytes > freeBytes) {
      throw new AppError('STORAGE_FULL', { path, neededBytes, freeBytes });
    }
    const writer = await store.openWriter(path);
    try {
      for await (const chunk of this.chunks(name)) await writer.write(chunk);
    } catch (thrown) {
      await writer.abort();
      throw thrown;
    }
    await writer.close();
  }

  private async *chunks(name: ModelFileName): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.files.open(name)) {
      if (this.options.signal.aborted) throw new AppError('WORKER_CANCELLED');
      yield chunk;
      this.done += chunk.byteLength;
      if (this.done - this.reported >= REPORT_BYTES) this.report();
    }
    this.report();
  }

  private report(): void {
    this.reported = this.done;
    this.options.onProgress({ stage: this.stage, done: this.done, total: this.total, unit: 'bytes' });
  }
}

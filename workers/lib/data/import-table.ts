import type { DatasetFile, ParseNotice, ParseOptions } from '../../../src/core/contract/dataset';
import { AppError, toAppError } from '../../../src/core/contract/errors';
import { type FileStore, paths } from '../../../src/core/contract/storage';
import { detectOptions, openTable, sniffFormat } from '../../../src/engine/data/formats/registry';
import { proposeMappings } from '../../../src/engine/data/mapping';
import { ColumnProfiler, toProfile } from '../../../src/engine/data/profile';
import type { Operation } from '../operations';
import { breathe } from '../../../src/engine/runtime/breathe';
import { rowLines } from './rows-file';

const CHUNK_BYTES = 1 << 20;
const LISTED_NOTICES = 1000;

interface Target {
  readonly datasetId: string;
  readonly fileId: string;
}

/**
 * Keeps a file's bytes and parses them. On any failure nothing of it stays. Throws `DATA_*`, `STORAGE_*`,
 * `WORKER_CANCELLED`.
 */
export async function importTable(
  files: FileStore,
  file: File,
  target: Target,
  operation: Operation,
): Promise<DatasetFile> {
  try {
    const format = await readingOf(file.name, () => sniffFormat(file, file.name));
    await keepBytes(files, file, paths.source(target.datasetId, target.fileId), operation);
    const source = await files.read(paths.source(target.datasetId, target.fileId));
    const options = await readingOf(file.name, () => detectOptions(format, source));
    const parsed = await parseTable(files, source, { name: file.name, options }, target, operation);
    return {
      id: target.fileId,
      name: file.name,
      role: 'auto',
      sizeBytes: file.size,
      options,
      ...parsed,
    };
  } catch (thrown) {
    await files.remove(paths.datasetFile(target.datasetId, target.fileId));
    throw thrown;
  }
}

/** Parses the kept bytes with other options; the rows there were stay until the new ones are complete. */
export async function reparseTable(
  files: FileStore,
  file: DatasetFile,
  options: ParseOptions,
  datasetId: string,
  operation: Operation,
): Promise<DatasetFile> {
  const source = await files.read(paths.source(datasetId, file.id));
  const target = { datasetId, fileId: file.id };
  const parsed = await parseTable(files, source, { name: file.name, options }, target, operation);
  return { ...file, options, ...parsed };
}

/** Puts the file's name to errors of reading; whatever else fails there means that it cannot be read. */
async function readingOf<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const error = toAppError(thrown, 'DATA_UNREADABLE');
    throw new AppError(error.code, { ...error.details, file: name }, { cause: thrown });
  }
}

async function keepBytes(files: FileStore, file: File, path: string, operation: Operation): Promise<void> {
  const writer = await files.openWriter(path);
  try {
    for (let offset = 0; offset < file.size; offset += CHUNK_BYTES) {
      operation.check();
      const bytes = await readingOf(file.name, () => file.slice(offset, offset + CHUNK_BYTES).arrayBuffer());
      await writer.write(new Uint8Array(bytes));
      const done = offset + bytes.byteLength;
      operation.progress({ stage: 'reading', done, total: file.size, unit: 'bytes' });
    }
    await writer.close();
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
}

type Parsed = Pick<
  DatasetFile,
  'rowCount' | 'columns' | 'notices' | 'noticeCount' | 'proposal' | 'alternatives'
>;

async function parseTable(
  files: FileStore,
  source: Blob,
  { name, options }: { name: string; options: ParseOptions },
  { datasetId, fileId }: Target,
  operation: Operation,
): Promise<Parsed> {
  const table = await readingOf(name, () => openTable(source, options));
  const profilers = table.columns.map((column) => new ColumnProfiler(column, table.classNames?.get(column)));
  const notices: ParseNotice[] = [];
  let noticeCount = 0;
  let rowCount = 0;
  const writer = await files.openWriter(paths.rows(datasetId, fileId));
  try {
    for await (const batch of table.batches()) {
      operation.check();
      for (const { cells } of batch.rows) {
        for (const [i, profiler] of profilers.entries()) profiler.add(cells[i] ?? '');
      }
      rowCount += batch.rows.length;
      noticeCount += batch.notices.length;
      notices.push(...batch.notices.slice(0, LISTED_NOTICES - notices.length));
      await writer.write(rowLines(batch.rows));
      operation.progress({ stage: 'parsing', done: batch.bytesRead, total: source.size, unit: 'bytes' });
      await breathe();
    }
    if (rowCount === 0) throw new AppError('DATA_NO_ROWS', { file: name });
    await writer.close();
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
  const statistics = profilers.map((profiler) => profiler.statistics());
  const [proposal = null, ...alternatives] = proposeMappings(statistics);
  return {
    rowCount,
    columns: statistics.map(toProfile),
    notices,
    noticeCount,
    proposal,
    alternatives,
  };
}

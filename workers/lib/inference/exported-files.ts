import { AppError } from '../../../src/core/contract/errors';
import { type ExportReport, exportReportSchema } from '../../../src/core/contract/export';
import { type FileStore, paths } from '../../../src/core/contract/storage';
import { readStored } from '../models/read-json';
import { entryBytes } from '../models/zip-files';
import { readZipDirectory, type ZipEntry } from '../models/zip-directory';

/** The files in the zip of a run, read from where they lie and never as a whole. */
export interface ExportedFiles {
  readonly report: ExportReport;
  /** In the order of the zip. */
  readonly names: readonly string[];
  /** null for a file that is not there. */
  sizeOf(name: string): number | null;
  /** The bytes on disk; undefined for a file that is not there. */
  open(name: string): Promise<Blob | undefined>;
  /** Throws `MODEL_BAD_ZIP` for a file that is not there. */
  text(name: string): Promise<string>;
}

/** Opens the newest zip of a run. Throws `EXPORT_MISSING`, `MODEL_BAD_ZIP`. */
export async function openExportedFiles(files: FileStore, runId: string): Promise<ExportedFiles> {
  const reportPath = paths.exportReport(runId);
  if (!(await files.exists(reportPath))) throw new AppError('EXPORT_MISSING', { run: runId });
  const report = await readStored(files, reportPath, exportReportSchema).catch((cause: unknown) => {
    // Nothing tells where the zip lies: the next export does.
    const isDamaged = cause instanceof AppError && cause.code === 'STORAGE_DAMAGED';
    throw isDamaged ? new AppError('EXPORT_MISSING', { run: runId }, { cause }) : cause;
  });
  if (!(await files.exists(report.path))) throw new AppError('EXPORT_MISSING', { run: runId });
  const zip = new File([await files.read(report.path)], report.fileName);
  const entries = new Map<string, ZipEntry>();
  for (const entry of await readZipDirectory(zip)) entries.set(entry.path, entry);
  const open = async (name: string) => {
    const entry = entries.get(name);
    return entry === undefined ? undefined : entryBytes(zip, entry);
  };
  return {
    report,
    names: [...entries.keys()],
    sizeOf: (name) => entries.get(name)?.sizeBytes ?? null,
    open,
    text: async (name) => {
      const bytes = await open(name);
      if (bytes === undefined) {
        throw new AppError('MODEL_BAD_ZIP', { file: report.fileName, reason: `${name} is missing` });
      }
      return bytes.text();
    },
  };
}

import { AppError, toAppError } from '../../../src/core/contract/errors';
import {
  type Certificate,
  type CertifiedFormat,
  type InferenceDevice,
  ONNX_FILES,
  type Precision,
  PRECISIONS,
} from '../../../src/core/contract/export';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import {
  compareAnswers,
  countPredictions,
  engineMetric,
} from '../../../src/engine/export/certificate/compare';
import { type Reference, referenceSchema } from '../../../src/engine/export/certificate/reference';
import { readStored } from '../models/read-json';
import { breathe } from '../../../src/engine/runtime/breathe';
import type { Operation } from '../operations';
import { compareTokenizers } from './compare-tokenizers';
import type { ExportedFiles } from './exported-files';
import type { InferenceLibrary } from './library';

/** The engine's numbers in the zip, as they are. */
const WEIGHTS = 'model.safetensors';

export interface CertifyParts {
  readonly files: FileStore;
  readonly records: RecordStore;
  readonly library: InferenceLibrary;
  readonly exported: ExportedFiles;
  readonly device: InferenceDevice;
  readonly operation: Operation;
}

/**
 * Asks every precision of a zip about the rows of the reference, one file in memory at a time. Throws `EXPORT_STALE`
 * where the two are of different weights, `STORAGE_NOT_FOUND` without a reference, `STORAGE_DAMAGED`.
 */
export async function certify(runId: string, parts: CertifyParts): Promise<Certificate> {
  const { files, records, library, exported, device } = parts;
  const reference = await readStored(files, paths.reference(runId), referenceSchema);
  if (reference.step !== exported.report.step) {
    throw new AppError('EXPORT_STALE', { exportedStep: exported.report.step, step: reference.step });
  }
  const run = await records.runs.get(runId);
  const tokenizer = await compareTokenizers(files, records, run?.spec ?? null, reference, exported, library);
  const { unmade } = exported.report;
  const total = reference.rows.length * (PRECISIONS.length - unmade.length);
  const formats: CertifiedFormat[] = [];
  let done = 0;
  for (const precision of PRECISIONS) {
    const missing = unmade.find((each) => each.precision === precision);
    if (missing !== undefined) {
      formats.push({ outcome: 'unmade', file: ONNX_FILES[precision], ...missing });
      continue;
    }
    formats.push(await measure(precision, reference, parts, { done, total }));
    done += reference.rows.length;
  }
  return {
    version: 1,
    createdAt: Date.now(),
    step: reference.step,
    split: reference.split,
    splitRows: reference.splitRows,
    rows: reference.rows.length,
    predictions: countPredictions(reference),
    engine: {
      backend: reference.backend,
      metric: engineMetric(reference),
      weights: { file: WEIGHTS, sizeBytes: exported.sizeOf(WEIGHTS) ?? 0 },
    },
    metric: reference.task === 'text-classification' ? 'accuracy' : 'f1',
    device,
    threads: library.threads,
    libraries: library.versions,
    tokenizer,
    formats,
  };
}

/** Rows asked before, and of all files together. */
interface Progress {
  readonly done: number;
  readonly total: number;
}

/** A file that this device cannot run is a finding, not the end; being cancelled is. */
async function measure(
  precision: Precision,
  reference: Reference,
  parts: CertifyParts,
  rows: Progress,
): Promise<CertifiedFormat> {
  const file = ONNX_FILES[precision];
  const data = parts.exported.sizeOf(`${file}_data`) ?? 0;
  const sizeBytes = (parts.exported.sizeOf(file) ?? 0) + data;
  try {
    const answers = await ask(precision, reference, parts, rows);
    return compareAnswers(reference, { precision, sizeBytes, ...answers });
  } catch (thrown) {
    const { failure } = toAppError(thrown);
    if (failure.code !== 'EXPORT_UNOPENABLE') throw thrown;
    return { outcome: 'failed', precision, file, sizeBytes, failure };
  }
}

async function ask(
  precision: Precision,
  { task, rows }: Reference,
  { library, exported, device, operation }: CertifyParts,
  { done: before, total }: Progress,
): Promise<{ logits: Float32Array[]; milliseconds: number[] }> {
  const tell = async (done: number) => {
    // ONNX Runtime answers without a pause: a cancel would come when all is done.
    await breathe();
    operation.check();
    operation.progress({ stage: 'checking', done: before + done, total, unit: 'rows' });
  };
  await tell(0);
  const model = await library.open({ files: exported, task, precision, device });
  const logits: Float32Array[] = [];
  const milliseconds: number[] = [];
  try {
    for (const { inputIds, tokenTypeIds } of rows) {
      const inputs = { ids: Int32Array.from(inputIds), typeIds: Uint8Array.from(tokenTypeIds) };
      const begin = performance.now();
      logits.push(await model.logits(inputs));
      milliseconds.push(performance.now() - begin);
      await tell(logits.length);
    }
  } finally {
    await model.dispose();
  }
  return { logits, milliseconds };
}

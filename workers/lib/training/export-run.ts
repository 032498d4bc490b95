import { AppError } from '../../../src/core/contract/errors';
import { type ExportReport, exportReportSchema } from '../../../src/core/contract/export';
import type { Checkpoint, RunRecord } from '../../../src/core/contract/run';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import { readCheckpointState } from '../../../src/engine/checkpoint/run-checkpoint';
import { readSafetensorsHeader } from '../../../src/engine/checkpoint/safetensors-header';
import { readTensor } from '../../../src/engine/checkpoint/safetensors-read';
import { isUnreadable } from '../../../src/engine/checkpoint/unreadable';
import type { WeightSource } from '../../../src/engine/export/input';
import { unmadePrecisions } from '../../../src/engine/export/onnx/range';
import { exportZip } from '../../../src/engine/export/zip';
import { fileSlug } from '../file-slug';
import { readStored } from '../models/read-json';
import type { Operation } from '../operations';
import { Checkpoints, deliveredCheckpoint } from './checkpoints';
import { openRunModel } from './stored-model';

/**
 * Writes the zip of a run's delivered weights into the file store, straight from its checkpoint: no device needed.
 * While the run trains, that checkpoint may be replaced by a newer one; then the newer one is exported.
 */
export async function exportRun(
  files: FileStore,
  records: RecordStore,
  runId: string,
  operation: Operation,
  touch: () => void,
): Promise<ExportReport> {
  const source = await deliveredNow(files, records, runId);
  try {
    return await exportFrom(files, records, source, operation, touch);
  } catch (thrown) {
    const now = await deliveredNow(files, records, runId);
    const isReplaced =
      now.delivered.folder !== source.delivered.folder || now.newest.folder !== source.newest.folder;
    if (!isReplaced || !isGone(thrown)) throw thrown;
    return exportFrom(files, records, now, operation, touch);
  }
}

/** Whether a file is not there any more: at its opening, or when its bytes were asked for. */
function isGone(thrown: unknown): boolean {
  if (thrown instanceof AppError && thrown.code === 'STORAGE_NOT_FOUND') return true;
  return (
    isUnreadable(thrown) || (thrown instanceof Error && thrown.cause !== undefined && isGone(thrown.cause))
  );
}

interface Source {
  readonly run: RunRecord;
  readonly delivered: Checkpoint;
  /** Whose state tells the history of the run. */
  readonly newest: Checkpoint;
}

async function deliveredNow(files: FileStore, records: RecordStore, runId: string): Promise<Source> {
  const run = await records.runs.get(runId);
  if (run === undefined) throw new AppError('STORAGE_NOT_FOUND', { path: runId });
  const checkpoints = await new Checkpoints(files, runId).list();
  const delivered = deliveredCheckpoint(run, checkpoints);
  return { run, delivered, newest: checkpoints.at(-1) ?? delivered };
}

async function exportFrom(
  files: FileStore,
  records: RecordStore,
  { run, delivered, newest }: Source,
  operation: Operation,
  touch: () => void,
): Promise<ExportReport> {
  const runId = run.id;
  const folder = paths.checkpoint(runId, delivered.folder);
  const state = await readCheckpointState(files, paths.checkpoint(runId, newest.folder));
  const stored = await openRunModel(files, records, run.spec);
  const blob = await files.read(`${folder}/model.safetensors`);
  const header = await readSafetensorsHeader(blob);
  const fileName = `${fileSlug(run.name)}.zip`;
  const path = paths.export(runId, fileName);
  const weights: WeightSource = {
    specs: [...header.tensors.values()],
    read: (name) => readTensor(blob, header, name),
  };
  const tell = (stage: 'checking' | 'writing') => (done: number) => {
    touch();
    operation.check();
    operation.progress({ stage, done, total: Math.max(done, blob.size), unit: 'bytes' });
  };
  const unmade = await unmadePrecisions(weights, tell('checking'));
  const sizeBytes = await exportZip(
    {
      run,
      weightsStep: delivered.step,
      base: stored.record,
      configJson: stored.configJson,
      tokenizerJson: stored.tokenizerJson,
      tokenizerConfig: stored.tokenizerConfig,
      history: {
        logHistory: state.logHistory,
        totalFlos: state.totalFlos,
        patienceCounter: state.earlyStopping.patienceCounter,
      },
      weights,
      unmade,
    },
    await files.openWriter(path),
    { onProgress: tell('writing') },
  );
  const report: ExportReport = { path, fileName, sizeBytes, step: delivered.step, unmade, certificate: null };
  const before = await exportedPath(files, runId);
  await files.write(paths.exportReport(runId), JSON.stringify(report));
  // Under the name that the run had then: nothing would find it again.
  if (before !== null && before !== path) await files.remove(before);
  return report;
}

/** Where the newest zip of a run lies; null where there is none. */
export async function exportedPath(files: FileStore, runId: string): Promise<string | null> {
  const reportPath = paths.exportReport(runId);
  if (!(await files.exists(reportPath))) return null;
  try {
    return (await readStored(files, reportPath, exportReportSchema)).path;
  } catch (thrown) {
    // The next export writes it anew.
    if (thrown instanceof AppError && thrown.code === 'STORAGE_DAMAGED') return null;
    throw thrown;
  }
}

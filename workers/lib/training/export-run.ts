import type { ExportReport } from '../../../src/core/contract/api';
import { AppError } from '../../../src/core/contract/errors';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import { readCheckpointState } from '../../../src/engine/checkpoint/run-checkpoint';
import { readSafetensorsHeader } from '../../../src/engine/checkpoint/safetensors-header';
import { readTensor } from '../../../src/engine/checkpoint/safetensors-read';
import { exportZip } from '../../../src/engine/export/zip';
import type { Operation } from '../operations';
import { Checkpoints, deliveredCheckpoint } from './checkpoints';
import { openStoredModel } from './stored-model';

/** Writes the zip of a run's delivered weights into the file store, straight from its checkpoint: no device needed. */
export async function exportRun(
  files: FileStore,
  records: RecordStore,
  runId: string,
  operation: Operation,
  touch: () => void,
): Promise<ExportReport> {
  const run = await records.runs.get(runId);
  if (run === undefined) throw new AppError('STORAGE_NOT_FOUND', { path: runId });
  const checkpoints = await new Checkpoints(files, runId).list();
  const delivered = deliveredCheckpoint(run, checkpoints);
  const folder = paths.checkpoint(runId, delivered.folder);
  const newest = checkpoints.at(-1) ?? delivered;
  const state = await readCheckpointState(files, paths.checkpoint(runId, newest.folder));
  const stored = await openStoredModel(files, records, run.spec.modelId);
  const blob = await files.read(`${folder}/model.safetensors`);
  const header = await readSafetensorsHeader(blob);
  const fileName = `${slug(run.name)}.zip`;
  const path = paths.export(runId, fileName);
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
      weights: {
        specs: [...header.tensors.values()],
        read: (name) => readTensor(blob, header, name),
      },
    },
    await files.openWriter(path),
    {
      onProgress: (done) => {
        touch();
        operation.check();
        operation.progress({ stage: 'writing', done, total: Math.max(done, blob.size), unit: 'bytes' });
      },
    },
  );
  return { path, fileName, sizeBytes };
}

/** A file name that every system takes. */
function slug(name: string): string {
  const plain = name.normalize('NFKD').replace(/[^\w.-]+/g, '-');
  return plain.replace(/^[-.]+|[-.]+$/g, '').slice(0, 80) || 'model';
}

import type { ReferenceReport } from '../../../src/core/contract/api';
import { AppError } from '../../../src/core/contract/errors';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import type { SplitName } from '../../../src/core/contract/task';
import { makeReference } from '../../../src/engine/export/certificate/reference';
import { breathe } from '../../../src/engine/runtime/breathe';
import type { Device } from '../../../src/engine/runtime/device';
import type { Operation } from '../operations';
import { deliveredCheckpoint } from './checkpoints';
import { readSplit } from './open-run';
import type { Predictors } from './predictors';

/** The first of these that a run has: rows it has not learnt from, where there are any. */
const PREFERRED: readonly SplitName[] = ['test', 'validation', 'train'];

/** Writes the engine's answers on rows of a run's data, from its best weights, beside its export. */
export async function writeReference(
  { files, records, predictors }: { files: FileStore; records: RecordStore; predictors: Predictors },
  device: Device,
  runId: string,
  operation: Operation,
  touch: () => void,
): Promise<ReferenceReport> {
  const run = await records.runs.get(runId);
  if (run === undefined) throw new AppError('STORAGE_NOT_FOUND', { path: runId });
  const { step } = deliveredCheckpoint(run, run.checkpoints);
  const predictor = await predictors.get(device, { kind: 'run', runId, weights: 'best' });
  const split = PREFERRED.find((name) => (run.spec.data.splits[name]?.examples ?? 0) > 0) ?? 'train';
  const examples = await readSplit(files, run.spec, split);
  if (examples === null) throw new AppError('DATA_NO_USABLE_ROWS', { split });
  const reference = await makeReference({
    predictor,
    spec: run.spec,
    step,
    split,
    examples,
    touch,
    between: async (done, total) => {
      await breathe();
      operation.check();
      operation.progress({ stage: 'predicting', done, total, unit: 'rows' });
    },
  });
  const path = paths.reference(runId);
  await files.write(path, JSON.stringify(reference));
  return { path, step, split, rows: reference.rows.length };
}

import { BUNDLE_PROGRAMS, type BundleProgram } from '../../../src/core/catalog/bundle';
import type { BundleReport, BundleRequest } from '../../../src/core/contract/cluster';
import { AppError } from '../../../src/core/contract/errors';
import type { RunSpec } from '../../../src/core/contract/run';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import type { SplitName } from '../../../src/core/contract/task';
import type { DatasetSurvey } from '../../../src/engine/data/example-maker';
import { decodeExampleSet } from '../../../src/engine/data/example-set';
import { bundleEntries, type BundleInput } from '../../../src/engine/export/bundle/bundle';
import { zipInto } from '../../../src/engine/export/zip';
import { surveyDataset } from '../data/survey-dataset';
import { fileSlug } from '../file-slug';
import type { Operation } from '../operations';
import { exportedPath } from '../training/export-run';
import { openRunModel, shapeOf, startWeights } from '../training/stored-model';
import { sameRows, usableRows } from './usable-rows';

/** Fetches one of the programs that go into every bundle. */
export type FetchProgram = (name: BundleProgram) => Promise<Response>;

interface Parts {
  readonly files: FileStore;
  readonly records: RecordStore;
  readonly fetchProgram: FetchProgram;
}

/**
 * Writes the bundle of a run, trained or not, into the file store. Throws `DATA_CHANGED` where the dataset is not what
 * the run was prepared with, `RUN_MODEL_GONE`, `RUN_BASE_GONE`, `RUN_BASE_REPLACED`, `MODEL_*`, `EXPORT_FAILED`,
 * `STORAGE_*`, `WORKER_CANCELLED`.
 */
export async function exportBundle(
  { files, records, fetchProgram }: Parts,
  { name, spec }: BundleRequest,
  operation: Operation,
): Promise<BundleReport> {
  const dataset = await records.datasets.get(spec.datasetId);
  if (dataset === undefined) throw new AppError('DATA_CHANGED', { dataset: spec.datasetName });
  const stored = await openRunModel(files, records, spec);
  const shape = shapeOf(stored, spec.task, spec.labels.length, spec.recipe);
  const weights = await startWeights(files, stored, shape, spec.labels, spec.recipe.seed);
  const survey = await surveyDataset(files, dataset, operation);
  if (survey.labels.join('\n') !== spec.labels.join('\n')) {
    throw new AppError('DATA_CHANGED', { dataset: dataset.name });
  }
  const programs = await fetchAll(fetchProgram);
  const fileName = `${fileSlug(name)}-cluster.zip`;
  const path = paths.bundle(spec.id);
  const expected = stored.record.sizeBytes + dataset.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const sizeBytes = await zipInto(
    await files.openWriter(path),
    () =>
      bundleEntries({
        ...stored,
        base: stored.record,
        name,
        spec,
        weights,
        rows: (split) => rowsOf(files, survey, spec, split),
        programs,
      }),
    Date.now(),
    (done) => {
      operation.check();
      operation.progress({ stage: 'writing', done, total: Math.max(done, expected), unit: 'bytes' });
    },
  );
  await removeOldBundles(files, spec.id);
  return { path, fileName, sizeBytes };
}

/** Earlier versions left a bundle for each name that the run has had, among its other exports. */
async function removeOldBundles(files: FileStore, runId: string): Promise<void> {
  const exported = await exportedPath(files, runId);
  for (const name of await files.list(paths.exports(runId))) {
    const path = paths.export(runId, name);
    if (name.endsWith('-cluster.zip') && path !== exported) await files.remove(path);
  }
}

/** The rows of a split, compared with the examples that the run learns from. */
async function* rowsOf(files: FileStore, survey: DatasetSurvey, { data }: RunSpec, split: SplitName) {
  const prepared = data.splits[split];
  if (prepared === null) return;
  if (!(await files.exists(prepared.path)))
    throw new AppError('DATA_CHANGED', { dataset: survey.dataset.name });
  const bytes = await (await files.read(prepared.path)).arrayBuffer();
  yield* sameRows(usableRows(files, survey, split), decodeExampleSet(new Uint8Array(bytes)), survey.dataset);
}

function fetchAll(fetchProgram: FetchProgram): Promise<BundleInput['programs']> {
  return Promise.all(
    BUNDLE_PROGRAMS.map(async ({ name }) => {
      const response = await fetchProgram(name).catch((cause: unknown) => {
        throw new AppError('EXPORT_FAILED', { reason: `${name}: ${String(cause)}` }, { cause });
      });
      if (!response.ok) throw new AppError('EXPORT_FAILED', { reason: `${name}: status ${response.status}` });
      return { name, text: await response.text() };
    }),
  );
}

import type { BundleReport, BundleRequest } from '../../core/contract/cluster';
import { AppError } from '../../core/contract/errors';
import type { RunRecord } from '../../core/contract/run';
import { draftSpec } from '../draft-spec';
import { ImportJobs } from '../import-jobs';
import { folderName, withPath } from '../picked-files';
import { type ImportJob, type Remote, track } from '../remote';
import { runById } from '../selectors';
import { orNotice, type StudioContext } from '../studio-context';
import { type ClusterSlice, SETUP_BUNDLE } from './cluster';

export function createCluster(context: StudioContext): ClusterSlice {
  const { deps, get, patch } = context;
  const aborts = new Map<string, AbortController>();
  const jobs = new ImportJobs<ImportJob>((change) =>
    patch('cluster', ({ imports }) => ({ imports: change(imports) })),
  );
  const write = (key: string) => (job: Remote<BundleReport>) =>
    patch('cluster', ({ bundles }) => ({ bundles: { ...bundles, [key]: job } }));

  const requestOf = async (key: string): Promise<BundleRequest> => {
    if (key === SETUP_BUNDLE) {
      const spec = await draftSpec(context, SETUP_BUNDLE);
      return { name: `${spec.modelName} on ${spec.datasetName}`, spec };
    }
    const run = runById(get(), key);
    if (run === null) throw new AppError('STORAGE_NOT_FOUND', { path: key });
    return run;
  };

  /** What the worker wrote into the library is shown: the run, and the model that came with it. */
  const show = async (run: RunRecord): Promise<void> => {
    const model = await deps.records.models.get(run.spec.modelId);
    patch('runs', ({ items }) => ({ items: [run, ...items] }));
    patch('models', ({ items }) =>
      model === undefined || items.some(({ id }) => id === model.id) ? {} : { items: [model, ...items] },
    );
    await get().space.refresh();
  };

  return {
    bundles: {},
    imports: [],
    writeBundle: async (key) => {
      if (get().cluster.bundles[key]?.status === 'pending') return;
      const abort = new AbortController();
      aborts.set(key, abort);
      await track<BundleReport>(undefined, write(key), async (onProgress) => {
        const { name, spec } = await requestOf(key);
        return deps.client.data.exportBundle({ name, spec }, { onProgress, signal: abort.signal });
      });
      aborts.delete(key);
      await Promise.all([get().cluster.saveBundle(key), get().space.refresh()]);
    },
    cancelBundle: (key) => aborts.get(key)?.abort(),
    saveBundle: async (key) => {
      const job = get().cluster.bundles[key];
      if (job?.status !== 'ready') return;
      const { path, fileName } = job.value;
      await orNotice(context, async () => deps.browser.save(await deps.files.read(path), fileName));
    },
    importRun: async (files) => {
      await get().space.requestPersistence();
      const named = files.map(withPath);
      const name = folderName(named);
      const run = await jobs.run({ id: deps.newId(), name, progress: null, failure: null }, (options) =>
        deps.client.data.importRun({ name, files: named }, options),
      );
      if (run === null) return null;
      await orNotice(context, () => show(run));
      return run.id;
    },
    cancelImport: (jobId) => jobs.cancel(jobId),
    dismissImport: (jobId) => jobs.dismiss(jobId),
  };
}

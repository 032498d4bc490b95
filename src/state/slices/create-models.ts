import type { ModelImport } from '../../core/contract/api';
import { AppError } from '../../core/contract/errors';
import type { ModelRecord } from '../../core/contract/model';
import { ImportJobs } from '../import-jobs';
import { listRecords } from '../list-records';
import { folderName, withPath } from '../picked-files';
import type { ImportJob } from '../remote';
import { chosenModel, liveRun } from '../selectors';
import { orNotice, type StudioContext } from '../studio-context';
import type { ModelsSlice } from './models';

export function createModels(context: StudioContext): ModelsSlice {
  const { deps, get, patch } = context;
  const jobs = new ImportJobs<ImportJob>((change) =>
    patch('models', ({ imports }) => ({ imports: change(imports) })),
  );

  const take = async (request: ModelImport, name: string, choose: boolean): Promise<string | null> => {
    const job = { id: deps.newId(), name, progress: null, failure: null };
    const model = await jobs.run(job, (options) => deps.client.data.importModel(request, options));
    if (model === null) return null;
    patch('models', ({ items }) => ({ items: [model, ...items.filter(({ id }) => id !== model.id)] }));
    if (choose || get().setup.modelId === null) get().setup.selectModel(model.id);
    await get().space.refresh();
    return model.id;
  };
  const isStarter = (model: ModelRecord): boolean => model.source.kind === 'starter';
  const takeStarter = (choose: boolean) => take({ kind: 'starter' }, 'Starter', choose);

  return {
    status: 'idle',
    items: [],
    imports: [],
    load: async () => {
      patch('models', { status: 'loading' });
      const items = await orNotice(context, () => listRecords(context, 'models', deps.records.models));
      patch('models', { status: 'ready', items: items ?? [] });
      if (items === null) return;
      const chosen = chosenModel(get()) ?? items[0];
      get().setup.selectModel(chosen?.id ?? null);
      if (!items.some(isStarter)) await takeStarter(false);
    },
    importStarter: () => takeStarter(true),
    importLocal: async (files) => {
      await get().space.requestPersistence();
      const named = files.map(withPath);
      const name = folderName(named);
      return take({ kind: 'local', name, files: named }, name, true);
    },
    importHub: async (repo, revision, token) => {
      await get().space.requestPersistence();
      return take({ kind: 'hub', repo, revision, token }, repo, true);
    },
    cancelImport: (jobId) => jobs.cancel(jobId),
    dismissImport: (jobId) => jobs.dismiss(jobId),
    rename: async (modelId, name) => {
      await orNotice(context, () => deps.records.models.update(modelId, { name }));
      patch('models', ({ items }) => ({
        items: items.map((model) => (model.id === modelId ? { ...model, name } : model)),
      }));
    },
    remove: async (modelId) => {
      await orNotice(context, async () => {
        if (liveRun(get())?.spec.modelId === modelId) throw new AppError('RUN_BUSY');
        await deps.client.data.removeModel(modelId);
        patch('models', ({ items }) => ({ items: items.filter(({ id }) => id !== modelId) }));
        if (get().setup.modelId === modelId) get().setup.selectModel(get().models.items[0]?.id ?? null);
        await get().space.refresh();
      });
    },
  };
}

import {
  type ColumnMapping,
  type DatasetFile,
  type DatasetRecord,
  type DatasetReport,
  DEFAULT_TAGGING,
  type LabelMap,
} from '../../core/contract/dataset';
import { AppError } from '../../core/contract/errors';
import { paths } from '../../core/contract/storage';
import { roleFromName } from '../file-role';
import { ImportJobs } from '../import-jobs';
import * as labels from '../label-map';
import { listRecords } from '../list-records';
import { type Remote, track, valueOf } from '../remote';
import { chosenDataset, datasetById, liveRun } from '../selectors';
import { orNotice, type StudioContext } from '../studio-context';
import type { DatasetsSlice, FileImportJob } from './datasets';

const DEFAULT_SPLIT = { seed: 42, validationShare: 0.1, testShare: 0 };

/** The column whose values become labels. */
function labelColumn(mapping: ColumnMapping): string {
  if (mapping.task === 'text-classification') return mapping.label;
  if (mapping.layout === 'lists') return mapping.tags;
  return mapping.layout === 'rows' ? mapping.tag : mapping.spans;
}

/** Whether two mappings find the same labels: values of a column are others than the types in its tags. */
const sameLabels = (a: ColumnMapping, b: ColumnMapping): boolean =>
  a.task === b.task && labelColumn(a) === labelColumn(b);

/** Whether a file has all columns that a mapping names. */
function fits(mapping: ColumnMapping, file: DatasetFile): boolean {
  const columns = new Set(file.columns.map(({ name }) => name));
  return Object.entries(mapping).every(
    ([key, column]) => key === 'task' || key === 'layout' || column === null || columns.has(column),
  );
}

export function createDatasets(context: StudioContext): DatasetsSlice {
  const { deps, get, patch } = context;
  const inspections = new Map<string, AbortController>();
  const jobs = new ImportJobs<FileImportJob>((change) =>
    patch('datasets', ({ imports }) => ({ imports: change(imports) })),
  );

  const job = (datasetId: string, name: string): FileImportJob => {
    return { id: deps.newId(), datasetId, name, progress: null, failure: null };
  };

  const importFile = (datasetId: string, file: File): Promise<DatasetFile | null> =>
    jobs.run(job(datasetId, file.name), (options) =>
      deps.client.data.importFile({ datasetId, fileId: deps.newId(), file }, options),
    );

  const current = (datasetId: string): DatasetRecord => {
    const dataset = datasetById(get(), datasetId);
    if (dataset === null) throw new AppError('STORAGE_NOT_FOUND', { path: paths.dataset(datasetId) });
    return dataset;
  };

  const save = async (dataset: DatasetRecord): Promise<void> => {
    patch('datasets', ({ items }) => ({
      items: items.some(({ id }) => id === dataset.id)
        ? items.map((known) => (known.id === dataset.id ? dataset : known))
        : [dataset, ...items],
    }));
    await deps.records.datasets.put(dataset);
  };

  /** Edits, saves, inspects again and brings the set-up up to date. */
  const change = async (
    datasetId: string,
    edit: (dataset: DatasetRecord) => Partial<DatasetRecord>,
  ): Promise<void> => {
    await orNotice(context, async () => {
      const dataset = current(datasetId);
      await save({ ...dataset, ...edit(dataset), updatedAt: deps.now() });
      const { setup } = get();
      if (setup.datasetId === datasetId && setup.task !== current(datasetId).task) {
        setup.selectTask(current(datasetId).task);
      } else if (setup.datasetId === datasetId) setup.touch();
      await get().datasets.inspect(datasetId);
    });
  };

  /** Edits the labels, starting from those in use. */
  const changeLabels = (datasetId: string, edit: (map: LabelMap) => LabelMap): Promise<void> =>
    change(datasetId, (dataset) => {
      const inUse = dataset.labelMap ?? valueOf(get().datasets.reports[datasetId])?.labelMap;
      return inUse === undefined ? {} : { labelMap: edit(inUse) };
    });

  const forgetReport = (datasetId: string): void => {
    inspections.get(datasetId)?.abort();
    inspections.delete(datasetId);
    patch('datasets', ({ reports }) => {
      const { [datasetId]: _forgotten, ...others } = reports;
      return { reports: others };
    });
  };

  return {
    status: 'idle',
    items: [],
    imports: [],
    reports: {},

    load: async () => {
      patch('datasets', { status: 'loading' });
      const items = await orNotice(context, () => listRecords(context, 'datasets', deps.records.datasets));
      patch('datasets', { status: 'ready', items: items ?? [] });
      if (items === null) return;
      const chosen = chosenDataset(get()) ?? items[0];
      get().setup.selectDataset(chosen?.id ?? null);
    },

    create: async (files) => {
      await get().space.requestPersistence();
      const id = deps.newId();
      const read: DatasetFile[] = [];
      for (const file of files) {
        const imported = await importFile(id, file);
        if (imported !== null) {
          read.push(files.length === 1 ? imported : { ...imported, role: roleFromName(imported.name) });
        }
      }
      const first = read[0];
      const created = await orNotice(context, async () => {
        if (first === undefined) {
          await deps.files.remove(paths.dataset(id));
          return null;
        }
        const now = deps.now();
        await save({
          id,
          name: first.name.replace(/\.[^.]*$/, ''),
          task: first.proposal?.task ?? get().setup.task,
          createdAt: now,
          updatedAt: now,
          files: read,
          mapping: first.proposal,
          labelMap: null,
          split: DEFAULT_SPLIT,
          tagging: DEFAULT_TAGGING,
        });
        get().setup.selectDataset(id);
        return id;
      });
      await get().space.refresh();
      return created;
    },

    createFromText: (text, name) => get().datasets.create([new File([text], name, { type: 'text/plain' })]),

    createFromSample: async ({ label, path }) => {
      const content = await orNotice(context, () => deps.browser.fetchOwn(path));
      if (content === null) return null;
      return get().datasets.create([new File([content], `${label}${path.slice(path.lastIndexOf('.'))}`)]);
    },

    addFile: async (datasetId, file, role) => {
      const imported = await importFile(datasetId, file);
      if (imported === null) return;
      await change(datasetId, ({ files, mapping, task }) => ({
        files: [...files, { ...imported, role }],
        mapping: mapping ?? imported.proposal,
        task: mapping === null ? (imported.proposal?.task ?? task) : task,
      }));
      await get().space.refresh();
    },

    removeFile: async (datasetId, fileId) => {
      await change(datasetId, ({ files }) => ({ files: files.filter(({ id }) => id !== fileId) }));
      await orNotice(context, () => deps.files.remove(paths.datasetFile(datasetId, fileId)));
      await get().space.refresh();
    },

    setRole: (datasetId, fileId, role) =>
      change(datasetId, ({ files }) => ({
        files: files.map((file) => (file.id === fileId ? { ...file, role } : file)),
      })),

    reparse: async (datasetId, fileId, options) => {
      const file = datasetById(get(), datasetId)?.files.find(({ id }) => id === fileId);
      if (file === undefined) return;
      const parsed = await jobs.run(job(datasetId, file.name), (call) =>
        deps.client.data.reparseFile({ datasetId, file, options }, call),
      );
      if (parsed === null) return;
      await change(datasetId, ({ files, mapping, labelMap }) => {
        const stillFits = mapping !== null && fits(mapping, parsed);
        const next = stillFits ? mapping : parsed.proposal;
        return {
          files: files.map((known) => (known.id === fileId ? { ...parsed, role: known.role } : known)),
          mapping: next,
          ...(next !== null && { task: next.task }),
          labelMap: stillFits ? labelMap : null,
        };
      });
    },

    readRows: (datasetId, fileId, offset, limit) =>
      orNotice(context, () => deps.client.data.readRows(datasetId, fileId, { offset, limit })),

    setMapping: (datasetId, mapping) =>
      change(datasetId, (dataset) => ({
        mapping,
        task: mapping.task,
        labelMap: dataset.mapping !== null && sameLabels(dataset.mapping, mapping) ? dataset.labelMap : null,
      })),

    renameLabel: (datasetId, label, name) =>
      changeLabels(datasetId, (map) => labels.renameLabel(map, label, name)),
    mergeLabels: (datasetId, merged, into) =>
      changeLabels(datasetId, (map) => labels.mergeLabels(map, merged, into)),
    dropLabel: (datasetId, label) => changeLabels(datasetId, (map) => labels.dropLabel(map, label)),
    restoreLabel: (datasetId, raw) => changeLabels(datasetId, (map) => labels.restoreLabel(map, raw)),
    moveLabel: (datasetId, label, toIndex) =>
      changeLabels(datasetId, (map) => labels.moveLabel(map, label, toIndex)),
    resetLabels: (datasetId) => change(datasetId, () => ({ labelMap: null })),
    setSplit: (datasetId, split) => change(datasetId, () => ({ split })),
    setTagging: (datasetId, tagging) =>
      change(datasetId, (dataset) => ({
        tagging: { ...dataset.tagging, ...tagging },
        // Other names are other types.
        labelMap: tagging.tagNames === undefined ? dataset.labelMap : null,
      })),
    alignRows: (datasetId, range) =>
      orNotice(context, async () => {
        const { modelId, recipe } = get().setup;
        if (modelId === null) throw new AppError('MODEL_NOT_FOUND', { model: '' });
        const { maxLength, labelAllTokens } = recipe;
        const dataset = current(datasetId);
        return deps.client.data.alignRows({
          dataset,
          modelId,
          runId: null,
          maxLength,
          labelAllTokens,
          ...range,
        });
      }),

    rename: async (datasetId, name) => {
      await orNotice(context, () => save({ ...current(datasetId), name, updatedAt: deps.now() }));
    },

    remove: async (datasetId) => {
      await orNotice(context, async () => {
        if (liveRun(get())?.spec.datasetId === datasetId) throw new AppError('RUN_BUSY');
        await deps.records.datasets.delete(datasetId);
        forgetReport(datasetId);
        patch('datasets', ({ items }) => ({ items: items.filter(({ id }) => id !== datasetId) }));
        if (get().setup.datasetId === datasetId)
          get().setup.selectDataset(get().datasets.items[0]?.id ?? null);
        await deps.files.remove(paths.dataset(datasetId));
        await get().space.refresh();
      });
    },

    inspect: async (datasetId) => {
      const dataset = datasetById(get(), datasetId);
      if (dataset === null || dataset.mapping === null || dataset.files.length === 0) {
        forgetReport(datasetId);
        return;
      }
      inspections.get(datasetId)?.abort();
      const abort = new AbortController();
      inspections.set(datasetId, abort);
      const write = (report: Remote<DatasetReport>): void => {
        if (inspections.get(datasetId) !== abort) return;
        patch('datasets', ({ reports }) => ({ reports: { ...reports, [datasetId]: report } }));
      };
      await track(get().datasets.reports[datasetId], write, (onProgress) =>
        deps.client.data.inspect(dataset, { onProgress, signal: abort.signal }),
      );
    },

    cancelImport: (jobId) => jobs.cancel(jobId),
    dismissImport: (jobId) => jobs.dismiss(jobId),
  };
}

import type { ControlAction } from '../../core/contract/api';
import { AppError } from '../../core/contract/errors';
import type { Evaluation, RunRecord, RunSpec } from '../../core/contract/run';
import { isLive } from '../../core/contract/run-state';
import { paths } from '../../core/contract/storage';
import { placeEvaluation } from '../../core/metrics/place-evaluation';
import { newRunRecord } from '../../core/recipe/new-run';
import { draftSpec } from '../draft-spec';
import { listRecords } from '../list-records';
import { track } from '../remote';
import { editRun } from '../run-bridge';
import { RunLauncher } from '../run-launcher';
import { nameRun } from '../run-name';
import { runById } from '../selectors';
import { orNotice, type StudioContext } from '../studio-context';
import type { RunsSlice } from './runs';

export function createRuns(context: StudioContext): RunsSlice {
  const { deps, get, metrics, patch } = context;
  const launcher = new RunLauncher(context);

  const control = async (runId: string, action: ControlAction): Promise<void> => {
    await orNotice(context, async () => {
      if (get().runs.open?.runId !== runId) throw new AppError('RUN_NOT_OPEN');
      patch('runs', { open: { runId, pending: action } });
      await deps.client.training.control(runId, action);
    });
    launcher.settle(runId);
  };

  /** The record of the run that the set-up describes. Throws what keeps it from being started. */
  const draft = async (name: string | undefined): Promise<RunRecord> => {
    const spec = await draftSpec(context, deps.newId());
    return newRunRecord(spec, name ?? nextName(spec, get().runs.items), deps.now());
  };

  /** A run that was live when the page went away, and that no other tab has, was interrupted. */
  const settleInterrupted = async (record: RunRecord, elsewhere: ReadonlySet<string>): Promise<RunRecord> => {
    const isOwn = get().runs.open?.runId === record.id;
    if (!isLive(record.status) || isOwn || elsewhere.has(record.id)) return record;
    const end = { status: 'stopped', failure: null } as const;
    await deps.records.runs.update(record.id, end);
    return { ...record, ...end };
  };

  return {
    status: 'idle',
    items: [],
    open: null,
    elsewhere: [],
    warnings: {},
    evaluating: {},

    load: async () => {
      patch('runs', { status: 'loading' });
      await orNotice(context, async () => {
        const claimed = new Set(await deps.browser.claimedRuns());
        const own = get().runs.open?.runId;
        if (own !== undefined) claimed.delete(own);
        const stored = await listRecords(context, 'runs', deps.records.runs);
        const items = await Promise.all(stored.map((record) => settleInterrupted(record, claimed)));
        patch('runs', { items, elsewhere: [...claimed] });
      });
      patch('runs', { status: 'ready' });
    },

    start: (name) =>
      orNotice(context, () =>
        launcher.exclusively(async () => {
          await get().space.requestPersistence();
          const record = await draft(name);
          await deps.records.runs.put(record);
          patch('runs', ({ items }) => ({ items: [record, ...items] }));
          await launcher.launch(record.id);
          return record.id;
        }),
      ),

    pause: (runId) => control(runId, 'pause'),
    resume: (runId) => control(runId, 'resume'),
    stop: (runId) => control(runId, 'stop'),
    checkpoint: (runId) => control(runId, 'checkpoint'),

    resumeRun: async (runId) => {
      await orNotice(context, () => launcher.exclusively(() => launcher.launch(runId)));
    },

    evaluate: async (runId, split) => {
      await track<Evaluation>(
        get().runs.evaluating[runId],
        (evaluation) =>
          patch('runs', ({ evaluating }) => ({ evaluating: { ...evaluating, [runId]: evaluation } })),
        async (onProgress) => {
          const evaluation = await deps.client.training.evaluate(runId, split, { onProgress });
          // Which weights are the best was decided while they were trained.
          editRun(context, runId, (record) => ({
            ...record,
            evaluations: placeEvaluation(record.evaluations, evaluation),
          }));
          return evaluation;
        },
      );
    },

    rename: async (runId, name) => {
      await orNotice(context, async () => {
        await deps.records.runs.update(runId, { name });
        editRun(context, runId, (record) => ({ ...record, name }));
      });
    },

    remove: async (runId) => {
      await orNotice(context, async () => {
        const { open, elsewhere } = get().runs;
        if (isLive(runById(get(), runId)?.status ?? 'idle') || elsewhere.includes(runId))
          throw new AppError('RUN_BUSY');
        if (open?.runId === runId) await launcher.close();
        await deps.records.runs.delete(runId);
        patch('runs', ({ items }) => ({ items: items.filter(({ id }) => id !== runId) }));
        metrics.forget(runId);
        await deps.records.metrics.delete(runId);
        await deps.files.remove(paths.run(runId));
        await deps.files.remove(paths.exports(runId));
        await get().space.refresh();
      });
    },

    dismissWarning: (runId, code) =>
      patch('runs', ({ warnings }) => ({
        warnings: {
          ...warnings,
          [runId]: (warnings[runId] ?? []).filter((warning) => warning.code !== code),
        },
      })),
  };
}

function nextName(spec: RunSpec, runs: readonly RunRecord[]): string {
  const last = runs.find((run) => run.spec.datasetId === spec.datasetId && run.spec.modelId === spec.modelId);
  return nameRun({
    recipe: spec.recipe,
    modelName: spec.modelName,
    datasetName: spec.datasetName,
    previous: last?.spec.recipe ?? null,
    taken: new Set(runs.map(({ name }) => name)),
  });
}

import type { ExportReport } from '../../core/contract/api';
import { type Remote, track } from '../remote';
import { orNotice, type StudioContext } from '../studio-context';
import type { ExportsSlice } from './exports';

export function createExports(context: StudioContext): ExportsSlice {
  const { deps, get, patch } = context;
  const aborts = new Map<string, AbortController>();
  const write = (runId: string) => (job: Remote<ExportReport>) =>
    patch('exports', ({ jobs }) => ({ jobs: { ...jobs, [runId]: job } }));

  return {
    jobs: {},
    exportRun: async (runId) => {
      if (get().exports.jobs[runId]?.status === 'pending') return;
      const abort = new AbortController();
      aborts.set(runId, abort);
      await track<ExportReport>(undefined, write(runId), (onProgress) =>
        deps.client.training.exportRun(runId, { onProgress, signal: abort.signal }),
      );
      aborts.delete(runId);
      await Promise.all([get().exports.save(runId), get().space.refresh()]);
    },
    cancel: (runId) => aborts.get(runId)?.abort(),
    save: async (runId) => {
      const job = get().exports.jobs[runId];
      if (job?.status !== 'ready') return;
      const { path, fileName } = job.value;
      await orNotice(context, async () => deps.browser.save(await deps.files.read(path), fileName));
    },
  };
}

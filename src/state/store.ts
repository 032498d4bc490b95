import { createStore } from 'zustand';
import { MetricLibrary } from './metric-series';
import { createCases } from './slices/create-cases';
import { createCluster } from './slices/create-cluster';
import { createDatasets } from './slices/create-datasets';
import { createExports } from './slices/create-exports';
import { createModels } from './slices/create-models';
import { createNotices } from './slices/create-notices';
import { createPlayground } from './slices/create-playground';
import { createPushes } from './slices/create-pushes';
import { createRuns } from './slices/create-runs';
import { createSetup } from './slices/create-setup';
import { createSpace } from './slices/create-space';
import type { StudioContext } from './studio-context';
import type { StudioDeps, StudioState, StudioStoreApi } from './studio-state';

/** The store and, beside it, the metric points that are too many for it. */
export interface Studio {
  readonly store: StudioStoreApi;
  readonly metrics: MetricLibrary;
}

export function createStudio(deps: StudioDeps): Studio {
  const metrics = new MetricLibrary(
    (runId) => deps.records.metrics.read(runId),
    (thrown) => store.getState().notices.report(thrown),
  );
  const store = createStore<StudioState>()((set, get) => {
    const context: StudioContext = {
      deps,
      metrics,
      get,
      patch: (key, change) =>
        set((state) => {
          const slice = state[key];
          return { [key]: { ...slice, ...(typeof change === 'function' ? change(slice) : change) } };
        }),
    };
    return {
      datasets: createDatasets(context),
      models: createModels(context),
      setup: createSetup(context),
      runs: createRuns(context),
      cases: createCases(context),
      playground: createPlayground(context),
      exports: createExports(context),
      cluster: createCluster(context),
      pushes: createPushes(context),
      space: createSpace(context),
      notices: createNotices(context),
    };
  });
  return { store, metrics };
}

/** Reads the library from the browser's storage; each part that cannot be read becomes a notice. */
export async function loadStudio({ store }: Studio): Promise<void> {
  const { datasets, models, runs, setup, space } = store.getState();
  await setup.restore();
  await Promise.all([datasets.load(), models.load(), runs.load(), space.refresh()]);
}

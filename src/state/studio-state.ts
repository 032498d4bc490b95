import type { StoreApi } from 'zustand';
import type { StudioClient } from '../client/types';
import type { FileStore, RecordStore } from '../core/contract/storage';
import type { BrowserPort } from './browser-port';
import type { CasesSlice } from './slices/cases';
import type { ClusterSlice } from './slices/cluster';
import type { DatasetsSlice } from './slices/datasets';
import type { ExportsSlice } from './slices/exports';
import type { ModelsSlice } from './slices/models';
import type { NoticesSlice } from './slices/notices';
import type { PlaygroundSlice } from './slices/playground';
import type { PushesSlice } from './slices/pushes';
import type { RunsSlice } from './slices/runs';
import type { SetupSlice } from './slices/setup';
import type { SpaceSlice } from './slices/space';

/** The one store: each slice holds its data and the actions on it. */
export interface StudioState {
  readonly datasets: DatasetsSlice;
  readonly models: ModelsSlice;
  readonly setup: SetupSlice;
  readonly runs: RunsSlice;
  readonly cases: CasesSlice;
  readonly playground: PlaygroundSlice;
  readonly exports: ExportsSlice;
  readonly cluster: ClusterSlice;
  readonly pushes: PushesSlice;
  readonly space: SpaceSlice;
  readonly notices: NoticesSlice;
}

/** What the store stands on; tests pass a fake client and memory stores. */
export interface StudioDeps {
  readonly client: StudioClient;
  readonly files: FileStore;
  readonly records: RecordStore;
  readonly browser: BrowserPort;
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type StudioStoreApi = StoreApi<StudioState>;

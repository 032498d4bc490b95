import type { SpaceReport } from '../../core/contract/storage';

/** Room in the browser's storage, and whether the browser promised to keep it. */
export interface SpaceSlice {
  /** null until it is known. */
  readonly report: SpaceReport | null;

  refresh(): Promise<void>;
  /** Asks the browser not to evict the data by itself; asked by itself at the first import and the first run. */
  requestPersistence(): Promise<void>;
}

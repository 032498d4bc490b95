import type { MetricLibrary } from './metric-series';
import type { StudioDeps, StudioState } from './studio-state';

type Change<Slice> = Partial<Slice> | ((slice: Slice) => Partial<Slice>);

/** What every slice is made with. */
export interface StudioContext {
  readonly deps: StudioDeps;
  readonly metrics: MetricLibrary;
  readonly get: () => StudioState;
  /** Changes some fields of one slice. */
  readonly patch: <Key extends keyof StudioState>(key: Key, change: Change<StudioState[Key]>) => void;
}

/** Runs `work`; a failure becomes a notice and null. */
export async function orNotice<T>({ get }: StudioContext, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (thrown) {
    get().notices.report(thrown);
    return null;
  }
}

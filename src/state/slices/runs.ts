import type { ControlAction } from '../../core/contract/api';
import type { Warning } from '../../core/contract/events';
import type { Evaluation, RunRecord } from '../../core/contract/run';
import type { SplitName } from '../../core/contract/task';
import type { Remote } from '../remote';

/** The run that the training worker holds. Its status is that of its record. */
export interface OpenRun {
  readonly runId: string;
  /** What was asked for and has not happened yet. */
  readonly pending: ControlAction | 'start' | null;
}

/**
 * The runs of the library. The records mirror the events of the open run (`run-bridge.ts`); its metric points lie
 * in `metric-series.ts`. Actions never reject: a failed run carries its failure, anything else becomes a notice.
 */
export interface RunsSlice {
  readonly status: 'idle' | 'loading' | 'ready';
  /** Newest first. */
  readonly items: readonly RunRecord[];
  readonly open: OpenRun | null;
  /** Runs that another tab is training: to be looked at, not touched. */
  readonly elsewhere: readonly string[];
  /** Advice by run id, in the order it came. */
  readonly warnings: Readonly<Record<string, readonly Warning[]>>;
  /** Evaluations on demand, by run id. */
  readonly evaluating: Readonly<Record<string, Remote<Evaluation>>>;

  load(): Promise<void>;
  /** Starts what the set-up describes. Resolves with the run’s id once training is under way or has
   * failed to begin (its record says why); null, with a notice, if there was nothing to start. */
  start(name?: string): Promise<string | null>;
  pause(runId: string): Promise<void>;
  resume(runId: string): Promise<void>;
  stop(runId: string): Promise<void>;
  checkpoint(runId: string): Promise<void>;
  /** Goes on from the last checkpoint of a stopped, failed or interrupted run. */
  resumeRun(runId: string): Promise<void>;
  /** Evaluates the best weights on a split. */
  evaluate(runId: string, split: SplitName): Promise<void>;
  rename(runId: string, name: string): Promise<void>;
  /** Deletes record, weights and metrics; refused with a notice while the run is live. */
  remove(runId: string): Promise<void>;
  dismissWarning(runId: string, code: Warning['code']): void;
}

import { EVALUATION_METRICS } from '../../core/catalog/metrics';
import type { RunRecord, RunStatus } from '../../core/contract/run';
import { isLive } from '../../core/contract/run-state';
import { formatNumber, formatShare } from '../../core/units';
import type { StatusState } from '../../ui/status';

const STATUS: Readonly<Record<RunStatus, { readonly state: StatusState; readonly word: string }>> = {
  idle: { state: 'todo', word: 'Not started' },
  opening: { state: 'busy', word: 'Getting ready' },
  ready: { state: 'ready', word: 'Ready' },
  running: { state: 'busy', word: 'Training' },
  paused: { state: 'paused', word: 'Paused' },
  completed: { state: 'done', word: 'Completed' },
  stopped: { state: 'stopped', word: 'Stopped' },
  failed: { state: 'failed', word: 'Failed' },
};

/** One run as the list shows it. */
export interface RunRow {
  readonly run: RunRecord;
  readonly state: StatusState;
  readonly word: string;
  readonly best: string;
  readonly bestLabel: string;
  readonly sizeBytes: number;
  /** Held by this tab. */
  readonly live: boolean;
  /** Trained by another tab: not to be touched here. */
  readonly elsewhere: boolean;
  /** A checkpoint is there to go on from, and steps are left. */
  readonly resumable: boolean;
}

function bestOf(run: RunRecord): { readonly best: string; readonly bestLabel: string } {
  if (run.best === null) return { best: '–', bestLabel: 'not yet' };
  const key = run.best.metric.replace(/^eval\//, '');
  const metric = EVALUATION_METRICS.find((m) => m.key === key);
  const format = metric?.format === 'share' ? formatShare : formatNumber;
  return { best: format(run.best.value), bestLabel: metric?.label ?? key };
}

export function runRow(run: RunRecord, openRunId: string | null, elsewhere: readonly string[]): RunRow {
  const away = elsewhere.includes(run.id);
  const live = openRunId === run.id && isLive(run.status);
  // A record that says "running" while nobody runs it was cut off: by a reload or a crash.
  const cutOff = isLive(run.status) && !live && !away;
  const status = cutOff ? ({ state: 'stopped', word: 'Interrupted' } as const) : STATUS[run.status];
  const { step, totalSteps } = run.progress;
  return {
    run,
    ...status,
    word: away ? `${status.word} in another tab` : status.word,
    ...bestOf(run),
    sizeBytes: run.checkpoints.reduce((sum, checkpoint) => sum + checkpoint.sizeBytes, 0),
    live,
    elsewhere: away,
    resumable:
      !live &&
      !away &&
      run.status !== 'completed' &&
      run.checkpoints.some((c) => c.resumable) &&
      step < totalSteps,
  };
}

import type { RunHandlers } from '../client/types';
import { AppError, type Failure } from '../core/contract/errors';
import type { RunEvent, Warning } from '../core/contract/events';
import type { RunRecord } from '../core/contract/run';
import { isLive, type RunState } from '../core/contract/run-state';
import { mirrorRecord } from './mirror-record';
import { runById } from './selectors';
import { orNotice, type StudioContext } from './studio-context';

/** Changes the record of a run as the store shows it. */
export function editRun(context: StudioContext, runId: string, edit: (record: RunRecord) => RunRecord): void {
  context.patch('runs', ({ items }) => ({ items: items.map((run) => (run.id === runId ? edit(run) : run)) }));
}

/** Takes over, of what the worker has written into the run's record, the part that its events do not tell. */
export async function readRun(
  context: StudioContext,
  runId: string,
  take: (stored: RunRecord) => Partial<RunRecord>,
): Promise<void> {
  const stored = await context.deps.records.runs.get(runId);
  if (stored !== undefined) editRun(context, runId, (record) => ({ ...record, ...take(stored) }));
}

/** Ends a run that no worker holds any more, in the store and in the database. */
export async function endRun(context: StudioContext, runId: string, state: RunState): Promise<void> {
  const end = { ...state, updatedAt: context.deps.now() };
  editRun(context, runId, (record) => ({ ...record, ...end }));
  await context.deps.records.runs.update(runId, end);
}

/**
 * The one place where worker events become state. `onEnd` is called when the run leaves the live states, by its own
 * event or because its worker died.
 */
export function runBridge(context: StudioContext, runId: string, onEnd: () => void): RunHandlers {
  const { get, metrics, patch } = context;

  const receive = (event: RunEvent): void => {
    editRun(context, runId, (record) => mirrorRecord(record, event));
    switch (event.type) {
      case 'metrics':
        return metrics.of(runId).append(event.columns);
      case 'warning':
        return addWarning(context, runId, event.warning);
      case 'error':
        return get().notices.report(new AppError(event.failure.code, event.failure.details));
      case 'checkpoint':
        // The worker deletes older checkpoints as it writes new ones; its record says which are left.
        return void orNotice(context, () => readRun(context, runId, ({ checkpoints }) => ({ checkpoints })));
      case 'state':
        if (event.state.failure !== null) get().notices.withdraw(event.state.failure.code);
        // What paused the run is over: it goes on only where it can write.
        if (event.state.status === 'running') get().notices.withdraw('STORAGE_FULL');
        if (!isLive(event.state.status)) onEnd();
        return;
      case 'device':
      case 'progress':
      case 'evaluation':
        return;
    }
  };

  /** Events were lost: the worker's own record and points are the truth. */
  const readAgain = async (): Promise<void> => {
    await readRun(context, runId, (stored) => stored);
    await metrics.reload(runId);
  };

  const lose = async (failure: Failure): Promise<void> => {
    const wasLive = isLive(runById(get(), runId)?.status ?? 'idle');
    patch('runs', { open: null });
    onEnd();
    // The worker that wrote the record is gone, so its end is written here.
    if (wasLive) await endRun(context, runId, { status: 'failed', failure });
  };

  return {
    onEvent: receive,
    onGap: () => void orNotice(context, readAgain),
    onLost: (failure) => void orNotice(context, () => lose(failure)),
  };
}

/** Keeps one warning of each code: the newest says it best. */
function addWarning({ patch }: StudioContext, runId: string, warning: Warning): void {
  patch('runs', ({ warnings }) => {
    const others = (warnings[runId] ?? []).filter(({ code }) => code !== warning.code);
    return { warnings: { ...warnings, [runId]: [...others, warning] } };
  });
}

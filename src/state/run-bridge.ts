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
  const { deps, get, metrics, patch } = context;

  const receive = (event: RunEvent): void => {
    editRun(context, runId, (record) => mirrorRecord(record, event));
    if (event.type === 'metrics') metrics.of(runId).append(event.columns);
    if (event.type === 'warning') addWarning(context, runId, event.warning);
    if (event.type === 'error') get().notices.report(new AppError(event.failure.code, event.failure.details));
    if (event.type === 'state' && !isLive(event.state.status)) onEnd();
  };

  /** Events were lost: the worker's own record and points are the truth. */
  const readAgain = async (): Promise<void> => {
    const stored = await deps.records.runs.get(runId);
    if (stored !== undefined) editRun(context, runId, () => stored);
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

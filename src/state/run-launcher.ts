import { AppError, toAppError } from '../core/contract/errors';
import type { RunRecord } from '../core/contract/run';
import { isLive } from '../core/contract/run-state';
import { editRun, endRun, readRun, runBridge } from './run-bridge';
import type { OpenRun } from './slices/runs';
import { liveRun, runById } from './selectors';
import { orNotice, type StudioContext } from './studio-context';

/** Opens, starts and closes runs in the training worker, one at a time. */
export class RunLauncher {
  private isTaken = false;
  private releaseClaim: (() => void) | null = null;

  constructor(private readonly context: StudioContext) {}

  /** Runs `work`, which may end in a launch; throws `RUN_BUSY` while another such work goes on or a run is live. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    if (this.isTaken || liveRun(this.context.get()) !== null) throw new AppError('RUN_BUSY');
    this.isTaken = true;
    try {
      return await work();
    } finally {
      this.isTaken = false;
    }
  }

  /**
   * Opens a stored run from its newest checkpoint and starts it; a failure ends up in its record. To be called
   * within `exclusively`. Throws `RUN_BUSY` if another tab trains the run.
   */
  async launch(runId: string): Promise<void> {
    const { deps, metrics, patch } = this.context;
    await this.claim(runId);
    editRun(this.context, runId, (record) => ({ ...record, status: 'opening', failure: null }));
    let isOpened = false;
    try {
      await this.close();
      const open: OpenRun = { runId, pending: 'start' };
      patch('runs', ({ warnings }) => ({ open, warnings: { ...warnings, [runId]: [] } }));
      deps.browser.guardUnload(true);
      const bridge = runBridge(this.context, runId, () => this.ended(runId));
      await deps.client.training.open(runId, bridge);
      isOpened = true;
      // Opening may have gone back to a checkpoint: later points and evaluations are gone.
      await Promise.all([readRun(this.context, runId, rewound), metrics.reload(runId)]);
      await deps.client.training.start(runId);
      this.settle(runId);
    } catch (thrown) {
      await this.giveUp(runId, toAppError(thrown), isOpened);
    }
  }

  /** Frees the worker of a run that has ended; nothing happens if none is open. */
  async close(): Promise<void> {
    const { deps, get, patch } = this.context;
    const { open } = get().runs;
    if (open === null) return;
    await deps.client.training.close(open.runId);
    patch('runs', { open: null });
  }

  /** What was asked of the open run has happened. */
  settle(runId: string): void {
    this.context.patch('runs', ({ open }) =>
      open?.runId === runId ? { open: { runId, pending: null } } : {},
    );
  }

  private async claim(runId: string): Promise<void> {
    this.releaseClaim = await this.context.deps.browser.claimRun(runId);
    if (this.releaseClaim === null) throw new AppError('RUN_BUSY', { reason: 'another tab trains it' });
  }

  private async giveUp(runId: string, error: AppError, isOpened: boolean): Promise<void> {
    const { deps, get, patch } = this.context;
    const isStillLive = isLive(runById(get(), runId)?.status ?? 'idle');
    const isStillOpen = isOpened && get().runs.open?.runId === runId;
    patch('runs', { open: null });
    this.ended(runId);
    if (isStillLive) await endRun(this.context, runId, { status: 'failed', failure: error.failure });
    if (isStillOpen) await orNotice(this.context, () => deps.client.training.close(runId));
  }

  private ended(runId: string): void {
    const { deps, get } = this.context;
    deps.browser.guardUnload(false);
    this.releaseClaim?.();
    this.releaseClaim = null;
    this.settle(runId);
    // Never rejects: what goes wrong becomes a notice.
    void get().space.refresh();
  }
}

/** What going back to a checkpoint changes in a record. */
function rewound({ evaluations, best, checkpoints }: RunRecord): Partial<RunRecord> {
  return { evaluations, best, checkpoints };
}

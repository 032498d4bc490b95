import type { ControlAction } from '../../../src/core/contract/api';
import { AppError, toAppError } from '../../../src/core/contract/errors';
import type { Warning } from '../../../src/core/contract/events';
import { isLive, reduceRunState, type RunState } from '../../../src/core/contract/run-state';
import type { FileStore, RecordStore } from '../../../src/core/contract/storage';
import { breathe } from '../../../src/engine/runtime/breathe';
import type { Device } from '../../../src/engine/runtime/device';
import { ControlMailbox } from '../../../src/engine/train/control-mailbox';
import type { Devices } from './devices';
import type { SessionParts } from '../../../src/engine/train/session';
import { type OpenRun, OPENING, openRun } from './open-run';
import { RunJournal } from './run-journal';

/** How often a run is rebuilt on a new device before it gives up. */
const RECOVERIES = 3;

export interface RunHostParts {
  readonly files: FileStore;
  readonly records: RecordStore;
  readonly devices: Devices;
  readonly serve: SessionParts['serve'];
  readonly touch: () => void;
}

/** The run that the worker has open: what outlives a session on one device. */
interface Hosted {
  readonly journal: RunJournal;
  readonly mailbox: ControlMailbox;
  /** On the device; null while it is loaded, and once the run is over. */
  run: OpenRun | null;
  /** Settles when the run is on the device for the first time, or failed on its way there. */
  opening: Promise<void>;
  /** Settles when the run is over and written down. */
  driving: Promise<void>;
}

/** Opens, drives, rebuilds and closes runs, one at a time. */
export class RunHost {
  private hosted: Hosted | null = null;
  private isOpening = false;

  constructor(private readonly parts: RunHostParts) {}

  /** Whether a run is between its opening and its end. */
  get isLive(): boolean {
    return this.isOpening || (this.hosted !== null && isLive(this.hosted.journal.run.status));
  }

  /** Whether a session holds the device and serves others between its steps. */
  get isStepping(): boolean {
    const status = this.hosted?.run?.session.status;
    return status === 'running' || status === 'paused';
  }

  /** The live run of that id on the device, or null. */
  live(runId: string): OpenRun | null {
    const { hosted } = this;
    return hosted?.journal.run.id === runId && this.isLive ? hosted.run : null;
  }

  /** The journal of the open run of that id, live or over: the only writer of its record. */
  journalOf(runId: string): RunJournal | null {
    return this.hosted?.journal.run.id === runId ? this.hosted.journal : null;
  }

  /** Wakes a paused run, so that it serves what waits. */
  nudge(): void {
    this.hosted?.mailbox.nudge();
  }

  /** Resolves in `ready`. Throws `RUN_BUSY` while a run is live, and what loading failed with. */
  async open(runId: string, events: MessagePort): Promise<void> {
    if (this.isLive) throw new AppError('RUN_BUSY');
    this.isOpening = true;
    try {
      const record = await this.parts.records.runs.get(runId);
      if (record === undefined) throw new AppError('STORAGE_NOT_FOUND', { path: runId });
      const journal = new RunJournal(this.parts.records, events, record);
      const idle = Promise.resolve();
      const mailbox = new ControlMailbox();
      const hosted: Hosted = { journal, mailbox, run: null, opening: idle, driving: idle };
      this.hosted = hosted;
      hosted.opening = this.load(hosted);
      await hosted.opening;
    } finally {
      this.isOpening = false;
    }
  }

  /** Begins or goes on training. Throws `RUN_NOT_OPEN`, `RUN_BAD_TRANSITION`. */
  async start(runId: string): Promise<void> {
    const hosted = this.of(runId);
    const from = hosted.journal.run.status;
    if (from !== 'ready') throw new AppError('RUN_BAD_TRANSITION', { from, transition: 'start' });
    hosted.driving = this.drive(hosted);
    await breathe();
  }

  async control(runId: string, action: ControlAction): Promise<void> {
    await this.of(runId).mailbox.post(action);
  }

  /** Frees the open run; a live one is stopped first, without its last checkpoint where the disk is full. */
  async close(runId: string): Promise<void> {
    const hosted = this.of(runId);
    // Nobody would read a request to stop; what opening fails with is told to who asked for it.
    await Promise.allSettled([hosted.opening]);
    if (this.isStepping || hosted.journal.run.status === 'opening') await this.stop(hosted);
    await hosted.driving;
    if (hosted.journal.run.status === 'ready') {
      hosted.run?.session.transition({ type: 'stop' });
      this.free(hosted);
    }
    await hosted.journal.settled();
    this.hosted = null;
  }

  private of(runId: string): Hosted {
    if (this.hosted?.journal.run.id !== runId) throw new AppError('RUN_NOT_OPEN', { run: runId });
    return this.hosted;
  }

  /** Asks until the run has ended: a full disk answers the first time only. */
  private async stop({ mailbox, journal }: Hosted): Promise<void> {
    for (let tries = 0; tries < 2 && isLive(journal.run.status); tries++) {
      try {
        await mailbox.post('stop');
        return;
      } catch (thrown) {
        const { code } = toAppError(thrown);
        if (code !== 'STORAGE_FULL' && code !== 'RUN_BAD_TRANSITION') throw thrown;
      }
    }
  }

  /** Trains until the run ends; a lost device is replaced and the run goes on from its last checkpoint. Never rejects. */
  private async drive(hosted: Hosted): Promise<void> {
    try {
      for (let losses = 0; ; ) {
        try {
          if (hosted.run === null) await this.rebuild(hosted);
          await hosted.run?.session.run();
          break;
        } catch (thrown) {
          const error = toAppError(thrown);
          this.parts.devices.release(true);
          if (error.code !== 'GPU_LOST' || losses++ === RECOVERIES) {
            this.fail(hosted, error);
            break;
          }
          hosted.run = null;
        }
      }
      await hosted.journal.settled();
    } catch (thrown) {
      this.fail(hosted, toAppError(thrown));
    } finally {
      if (hosted.journal.run.failure?.code.startsWith('GPU_')) this.parts.devices.release();
      this.free(hosted);
      hosted.mailbox.close();
      await this.parts.serve();
    }
  }

  private async rebuild(hosted: Hosted): Promise<void> {
    await this.load(hosted);
    this.warn(hosted, { code: 'DEVICE_RECOVERED', details: { step: hosted.run?.session.step ?? 0 } });
  }

  /** Loads the run onto its device, in `ready`; a failure is told and thrown. */
  private async load(hosted: Hosted): Promise<void> {
    const { journal } = hosted;
    const { backend } = journal.run.spec;
    this.tell(journal, OPENING);
    let device: Device | null = null;
    try {
      device = await this.parts.devices.acquire(backend);
      try {
        hosted.run = await this.place(hosted, device);
      } catch (thrown) {
        const error = await device.explain(thrown);
        const mayMove = backend === 'auto' && device.report.backend === 'webgpu';
        if (error.code !== 'GPU_OUT_OF_MEMORY' || !mayMove) throw error;
        device = await this.parts.devices.fallBack(error);
        hosted.run = await this.place(hosted, device);
      }
      hosted.run.session.transition({ type: 'opened' });
    } catch (thrown) {
      const error = device === null ? toAppError(thrown) : await device.explain(thrown);
      if (error.code === 'GPU_LOST' && hosted.run === null && !this.isOpening) throw error;
      this.fail(hosted, error);
      await journal.attempt();
      throw error;
    }
  }

  private place(hosted: Hosted, device: Device): Promise<OpenRun> {
    const { journal, mailbox } = hosted;
    journal.emit({ type: 'device', step: journal.run.progress.step, device: device.report });
    const { fallback } = device.report;
    if (fallback !== null) this.warn(hosted, { code: 'DEVICE_FALLBACK', details: { code: fallback.code } });
    return openRun({ ...this.parts, device, journal, mailbox });
  }

  private free(hosted: Hosted): void {
    hosted.run?.loaded.store.dispose();
    hosted.run = null;
  }

  private fail({ journal }: Hosted, error: AppError): void {
    if (journal.run.status === 'failed') return;
    const { failure } = error;
    journal.emit({ type: 'error', step: journal.run.progress.step, failure });
    this.tell(
      journal,
      reduceRunState({ status: journal.run.status, failure: null }, { type: 'fail', failure }),
    );
  }

  private tell(journal: RunJournal, state: RunState): void {
    journal.emit({ type: 'state', step: journal.run.progress.step, state });
  }

  private warn({ journal }: Hosted, warning: Warning): void {
    journal.emit({ type: 'warning', step: journal.run.progress.step, warning });
  }
}

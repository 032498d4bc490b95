import type { ControlAction } from '../../core/contract/api';
import { AppError, toAppError } from '../../core/contract/errors';
import type { RunEventBody } from '../../core/contract/events';
import type { Checkpoint, RunStatus } from '../../core/contract/run';
import { canTransition } from '../../core/contract/run-state';
import type { ControlMailbox, ControlRequest } from './control-mailbox';
import type { MetricCollector } from './metric-collector';
import type { RunLifecycle } from './run-lifecycle';
import type { TrainingState } from './training-state';

export interface RunControlParts {
  readonly lifecycle: RunLifecycle;
  readonly mailbox: ControlMailbox;
  readonly metrics: MetricCollector;
  /** Resolves when the device has done all steps so far, and they are told. */
  readonly settle: () => Promise<void>;
  /** What a checkpoint taken now would hold. */
  readonly state: () => TrainingState;
  /** See `SessionParts`. */
  readonly save: (state: TrainingState, options: { readonly final: boolean }) => Promise<Checkpoint>;
  readonly serve: (settle?: () => Promise<void>) => Promise<boolean>;
  readonly tellProgress: (phase: 'training' | 'saving') => void;
  readonly emit: (event: RunEventBody) => void;
}

/** The run was stopped in the middle of something that cannot go on. */
export class Stopped extends Error {}

/** The state in which an action leaves the run: asking for it again is no mistake. */
const OUTCOME = { pause: 'paused', resume: 'running', stop: 'stopped' } as const;

/** Pauses, resumes, saves and stops a run between two steps, as its mailbox asks; a full disk pauses it too. */
export class RunControl {
  constructor(private readonly parts: RunControlParts) {}

  /** Carries out, in order, what was asked for since the last step; while paused, waits for more. */
  async obey(): Promise<'go on' | 'stop'> {
    const { mailbox, lifecycle, settle } = this.parts;
    for (;;) {
      const request = mailbox.take();
      if (request !== undefined) {
        await mailbox.answering(request, async () => {
          await settle();
          await this.carryOut(request);
        });
        if (lifecycle.status === 'stopped') return 'stop';
      } else if (lifecycle.status === 'paused') {
        await this.idle();
      } else {
        return 'go on';
      }
    }
  }

  /**
   * Writes a checkpoint. "held": the disk was full on the way, and the run paused until there was room. The request
   * that asked for the checkpoint is answered then: a pause has what it wanted, others have not.
   */
  async save(final: boolean, request?: ControlRequest): Promise<'saved' | 'held'> {
    const { state, emit, tellProgress } = this.parts;
    for (let held = false; ; held = true) {
      tellProgress('saving');
      const saved = state();
      try {
        const checkpoint = await this.parts.save(saved, { final });
        emit({ type: 'checkpoint', step: saved.step, checkpoint });
        return held ? 'held' : 'saved';
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code !== 'STORAGE_FULL') throw error;
        emit({ type: 'error', step: saved.step, failure: error.failure });
        this.halt('pause');
        if (request?.action === 'pause') request.resolve();
        else request?.reject(error);
        await this.untilResumed(error);
      }
    }
  }

  private async carryOut(request: ControlRequest): Promise<void> {
    const { action } = request;
    const { state, status } = this.parts.lifecycle;
    if (action !== 'checkpoint') {
      if (OUTCOME[action] === status) return request.resolve();
      if (!canTransition(state, action)) return request.reject(refused(status, action));
    }
    // A paused run has been saved; one that a full disk holds is stopped without another try.
    const needsSaving = action !== 'resume' && status === 'running';
    if (needsSaving && (await this.save(false, request)) === 'held') return;
    if (action === 'resume') this.resume();
    else if (action !== 'checkpoint') this.halt(action);
    request.resolve();
  }

  private halt(action: 'pause' | 'stop'): void {
    this.parts.tellProgress('training');
    this.parts.lifecycle.transition({ type: action });
  }

  private resume(): void {
    this.parts.metrics.restartClock();
    this.parts.lifecycle.transition({ type: 'resume' });
  }

  /** Waits for a request; what else needs the device is served meanwhile. */
  private async idle(): Promise<void> {
    await this.parts.serve();
    await this.parts.mailbox.wait();
  }

  /** Waits, the weights on the device, until the person resumes; a stop ends the run without another checkpoint. */
  private async untilResumed(error: AppError): Promise<void> {
    for (;;) {
      const request = this.parts.mailbox.take();
      if (request === undefined) await this.idle();
      else if (request.action === 'checkpoint') request.reject(error);
      else if (request.action === 'pause') request.resolve();
      else if (request.action === 'resume') {
        this.resume();
        return request.resolve();
      } else {
        this.parts.lifecycle.transition({ type: 'stop' });
        request.resolve();
        throw new Stopped();
      }
    }
  }
}

function refused(from: RunStatus, transition: ControlAction): AppError {
  return new AppError('RUN_BAD_TRANSITION', { from, transition });
}

import type { ControlAction } from '../../core/contract/api';
import { AppError } from '../../core/contract/errors';

/** Something asked of a run; answered once, when it has happened or turned out not to. */
export interface ControlRequest {
  readonly action: ControlAction;
  readonly resolve: () => void;
  readonly reject: (error: AppError) => void;
}

/** What is asked of a run between two of its steps, in order. Outlives the session: a rebuilt run finds it as it was. */
export class ControlMailbox {
  private requests: ControlRequest[] = [];
  private wake: (() => void) | null = null;
  private nudged = false;
  private isOpen = true;

  /** Resolves when the request was carried out. Rejects with `RUN_BAD_TRANSITION` where the run has ended otherwise. */
  post(action: ControlAction): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.isOpen) return reject(refusal(action));
      this.requests.push({ action, resolve, reject });
      this.nudge();
    });
  }

  /** Whether someone waits for the run to halt. */
  get wantsHalt(): boolean {
    return this.requests.some(({ action }) => action === 'pause' || action === 'stop');
  }

  take(): ControlRequest | undefined {
    return this.requests.shift();
  }

  /** Does what a request asks for; where that throws, the request is kept for a rebuilt run. */
  async answering(request: ControlRequest, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.requests.unshift(request);
      throw thrown;
    }
  }

  /** Resolves at the next request or nudge; at once when there has been one since the last wait. */
  async wait(): Promise<void> {
    const wasNudged = this.nudged;
    this.nudged = false;
    if (this.requests.length > 0 || wasNudged) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }

  /** Wakes whoever waits: there is other work. */
  nudge(): void {
    // Nobody waits yet: remembered, or whoever is about to wait would sleep over the work.
    this.nudged = this.wake === null;
    this.wake?.();
    this.wake = null;
  }

  /** The run is over: what is left, and what still comes, is refused. */
  close(): void {
    this.isOpen = false;
    for (const { action, reject } of this.requests.splice(0)) reject(refusal(action));
  }
}

function refusal(action: ControlAction): AppError {
  return new AppError('RUN_BAD_TRANSITION', { from: 'ended', transition: action });
}

import type { AppError } from '../../core/contract/errors';
import type { RunEventBody } from '../../core/contract/events';
import { reduceRunState, type RunState, type RunTransition } from '../../core/contract/run-state';
import { RunClock } from './run-clock';

export interface RunLifecycleParts {
  readonly runState: RunState;
  readonly elapsedSeconds: number;
  readonly emit: (event: RunEventBody) => void;
  /** The step that events belong to. */
  readonly step: () => number;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** The state machine of a run, its transitions told, with the clock that runs while it does. */
export class RunLifecycle {
  readonly clock: RunClock;
  private runState: RunState;

  constructor(private readonly parts: RunLifecycleParts) {
    this.runState = parts.runState;
    this.clock = new RunClock(parts.elapsedSeconds, parts.now);
  }

  get state(): RunState {
    return this.runState;
  }

  get status(): RunState['status'] {
    return this.runState.status;
  }

  /** Throws `RUN_BAD_TRANSITION`. */
  transition(transition: RunTransition): void {
    this.runState = reduceRunState(this.runState, transition);
    if (this.status === 'running') this.clock.start();
    else this.clock.stop();
    this.parts.emit({ type: 'state', step: this.parts.step(), state: this.runState });
  }

  /** Tells what the run ends with. */
  fail({ failure }: AppError): void {
    this.clock.stop();
    this.parts.emit({ type: 'error', step: this.parts.step(), failure });
    this.transition({ type: 'fail', failure });
  }
}

import type { Failure } from './errors';
import { AppError } from './errors';
import type { RunStatus } from './run';

/** The state of a run: its status, and the failure that ended it where one did. */
export interface RunState {
  readonly status: RunStatus;
  readonly failure: Failure | null;
}

export type RunTransition =
  | { readonly type: 'open' }
  | { readonly type: 'opened' }
  | { readonly type: 'start' }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'complete' }
  | { readonly type: 'stop' }
  | { readonly type: 'fail'; readonly failure: Failure };

export const IDLE: RunState = { status: 'idle', failure: null };

/** idle → opening → ready → running ⇄ paused → completed | stopped | failed; the last three can be opened again. */
const ALLOWED: Readonly<Record<Exclude<RunTransition['type'], 'fail'>, readonly RunStatus[]>> = {
  open: ['idle', 'stopped', 'failed', 'completed'],
  opened: ['opening'],
  start: ['ready'],
  pause: ['running'],
  resume: ['paused'],
  complete: ['running'],
  stop: ['opening', 'ready', 'running', 'paused'],
};

const NEXT: Readonly<Record<Exclude<RunTransition['type'], 'fail'>, RunStatus>> = {
  open: 'opening',
  opened: 'ready',
  start: 'running',
  pause: 'paused',
  resume: 'running',
  complete: 'completed',
  stop: 'stopped',
};

export function canTransition(state: RunState, type: Exclude<RunTransition['type'], 'fail'>): boolean {
  return ALLOWED[type].includes(state.status);
}

/**
 * The run's state machine, used on both sides of the worker boundary.
 * Throws `RUN_BAD_TRANSITION` for a move that the state does not allow; `fail` is allowed from everywhere.
 */
export function reduceRunState(state: RunState, transition: RunTransition): RunState {
  if (transition.type === 'fail') return { status: 'failed', failure: transition.failure };
  if (!canTransition(state, transition.type)) {
    throw new AppError('RUN_BAD_TRANSITION', { from: state.status, transition: transition.type });
  }
  return { status: NEXT[transition.type], failure: null };
}

/** A run in one of these states holds the device and must not be deleted or edited. */
export function isLive(status: RunStatus): boolean {
  return status === 'opening' || status === 'ready' || status === 'running' || status === 'paused';
}

import type { Failure } from '../core/contract/errors';
import type { OperationEvent } from '../core/contract/events';

/** A value that a worker computes: not asked for, on its way, there, or failed. */
export type Remote<T> =
  | { readonly status: 'idle' }
  | { readonly status: 'pending'; readonly progress: OperationEvent | null }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly failure: Failure };

export const REMOTE_IDLE = { status: 'idle' } as const satisfies Remote<never>;
export const REMOTE_PENDING = { status: 'pending', progress: null } as const satisfies Remote<never>;

/** The value where it is there, else null. */
export function valueOf<T>(remote: Remote<T> | undefined): T | null {
  return remote?.status === 'ready' ? remote.value : null;
}

/** An import that goes on or has failed; a finished one disappears. */
export interface ImportJob {
  readonly id: string;
  /** File, folder or Hub id, as the person knows it. */
  readonly name: string;
  readonly progress: OperationEvent | null;
  readonly failure: Failure | null;
}

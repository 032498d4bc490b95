import { type Failure, toAppError } from '../core/contract/errors';
import type { OperationEvent } from '../core/contract/events';

/** A value that a worker computes: not asked for, on its way, there, or failed. */
export type Remote<T> =
  | { readonly status: 'idle' }
  | {
      readonly status: 'pending';
      readonly progress: OperationEvent | null;
      /** What was there before it was asked for again: still worth showing, no longer true. */
      readonly previous: T | null;
    }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly failure: Failure };

export const REMOTE_IDLE: Remote<never> = { status: 'idle' };

export function pendingAfter<T>(remote: Remote<T> | undefined): Remote<T> {
  return { status: 'pending', progress: null, previous: valueOf(remote) };
}

/** The value, or the one it is about to replace; null where there is neither. */
export function valueOf<T>(remote: Remote<T> | undefined): T | null {
  if (remote?.status === 'ready') return remote.value;
  return remote?.status === 'pending' ? remote.previous : null;
}

/** Follows `work` from pending to its end; `write` keeps each state. Never rejects. A cancelled operation ends idle. */
export async function track<T>(
  before: Remote<T> | undefined,
  write: (remote: Remote<T>) => void,
  work: (onProgress: (event: OperationEvent) => void) => Promise<T>,
): Promise<void> {
  const pending = pendingAfter(before);
  const previous = valueOf(pending);
  write(pending);
  let isOver = false;
  try {
    const value = await work((progress) => {
      if (!isOver) write({ status: 'pending', progress, previous });
    });
    isOver = true;
    write({ status: 'ready', value });
  } catch (thrown) {
    isOver = true;
    const { failure } = toAppError(thrown);
    write(failure.code === 'WORKER_CANCELLED' ? REMOTE_IDLE : { status: 'failed', failure });
  }
}

/** An import that goes on or has failed; a finished one disappears. */
export interface ImportJob {
  readonly id: string;
  /** File, folder or Hub id, as the person knows it. */
  readonly name: string;
  readonly progress: OperationEvent | null;
  readonly failure: Failure | null;
}

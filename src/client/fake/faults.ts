import { AppError, type ErrorCode, type ErrorDetails, type Failure } from '../../core/contract/errors';
import type { OperationEvent } from '../../core/contract/events';
import type { CallOptions, DataClient, HubClient, InferenceClient, TrainingClient } from '../types';

export type ClientMethod = keyof DataClient | keyof TrainingClient | keyof InferenceClient | keyof HubClient;

/** Makes calls of a fake client fail or wait on demand. */
export class Faults {
  private readonly failures = new Map<ClientMethod, Failure>();
  private readonly holds = new Map<ClientMethod, Promise<void>>();

  /** The next call of `method` rejects. */
  failNext(method: ClientMethod, code: ErrorCode, details: ErrorDetails = {}): void {
    this.failures.set(method, { code, details });
  }

  /** Calls of `method` wait until the returned function is called. */
  hold(method: ClientMethod): () => void {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    this.holds.set(method, held);
    return () => {
      this.holds.delete(method);
      release();
    };
  }

  /** What each fake method goes through first: tells progress, waits, fails, or is cancelled. */
  async pass(
    method: ClientMethod,
    options: CallOptions = {},
    stage?: OperationEvent['stage'],
  ): Promise<void> {
    if (stage !== undefined) {
      options.onProgress?.({ operationId: method, stage, done: 0, total: 1, unit: 'rows' });
    }
    const held = this.holds.get(method);
    if (held !== undefined) await untilAborted(held, options.signal);
    if (options.signal?.aborted === true) throw new AppError('WORKER_CANCELLED');
    const failure = this.failures.get(method);
    this.failures.delete(method);
    if (failure !== undefined) throw new AppError(failure.code, failure.details);
  }
}

function untilAborted(held: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    signal?.addEventListener('abort', () => resolve());
    held.then(resolve, resolve);
  });
}

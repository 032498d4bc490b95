import { AppError } from '../../src/core/contract/errors';
import type { OperationEvent } from '../../src/core/contract/events';

/** What a long operation tells, and how it learns that it was cancelled. */
export interface Operation {
  /** Throws `WORKER_CANCELLED` once the caller gave the operation up. */
  check(): void;
  /** What was done stays done: a cancel from now on comes too late. */
  commit(): void;
  /** Aborted at that moment, for what waits on the network. */
  readonly signal: AbortSignal;
  /** Told at most ten times a second; the last one of a stage (`done` = `total`) always. */
  progress(event: Omit<OperationEvent, 'operationId'>): void;
}

const PROGRESS_MS = 100;

/** The operations under way in a worker. */
export class OperationRegistry {
  private port: MessagePort | null = null;
  private readonly running = new Map<string, AbortController>();

  connect(port: MessagePort): void {
    this.port = port;
  }

  /** Unknown ids are ignored: the operation may just have ended. */
  cancel(operationId: string): void {
    this.running.get(operationId)?.abort();
  }

  async run<T>(operationId: string, work: (operation: Operation) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const { signal } = controller;
    this.running.set(operationId, controller);
    let isCommitted = false;
    let lastTold = Number.NEGATIVE_INFINITY;
    const operation: Operation = {
      signal,
      check: () => {
        if (signal.aborted && !isCommitted) throw new AppError('WORKER_CANCELLED');
      },
      commit: () => {
        isCommitted = true;
      },
      progress: (event) => {
        const now = performance.now();
        if (event.done !== event.total && now - lastTold < PROGRESS_MS) return;
        lastTold = now;
        this.port?.postMessage({ operationId, ...event } satisfies OperationEvent);
      },
    };
    try {
      const value = await work(operation);
      operation.check();
      return value;
    } finally {
      this.running.delete(operationId);
    }
  }
}

import { type Endpoint, transfer } from 'comlink';
import { AppError, toAppError } from '../core/contract/errors';
import type { OperationEvent } from '../core/contract/events';
import { fromResult, type Result } from '../core/contract/result';
import type { CallOptions } from './types';

/** What the bridge needs of a `Worker`; tests pass one end of a message channel. */
export interface WorkerLike extends Endpoint {
  terminate(): void;
}

export interface BridgeParts<Remote> {
  /** Starts the worker; called at the first call and after each crash. */
  readonly start: () => WorkerLike;
  readonly wrap: (worker: WorkerLike) => Remote;
  readonly connect: (remote: Remote, port: MessagePort) => Promise<Result<void>>;
  readonly cancel: (remote: Remote, operationId: string) => Promise<Result<void>>;
  readonly newId: () => string;
  /** Called once for each worker that was started. */
  readonly onStart?: (remote: Remote) => void;
  /** Called after a worker died and its pending calls were rejected. */
  readonly onDead?: (error: AppError) => void;
}

interface Live<Remote> {
  readonly worker: WorkerLike;
  readonly remote: Remote;
  /** Resolves when the channel for `OperationEvent`s stands. */
  readonly connected: Promise<void>;
  readonly events: MessagePort;
}

/**
 * One worker: started at the first call, called through Comlink, ended on demand, and replaced when it dies. A Comlink call never
 * settles after its worker died, so the bridge rejects every pending call itself, and the next call starts a new one.
 */
export class WorkerBridge<Remote> {
  private live: Live<Remote> | null = null;
  private readonly pending = new Set<(error: AppError) => void>();
  private readonly progress = new Map<string, (event: OperationEvent) => void>();

  constructor(private readonly parts: BridgeParts<Remote>) {}

  get pendingCalls(): number {
    return this.pending.size;
  }

  get isLive(): boolean {
    return this.live !== null;
  }

  /** Calls the worker and unpacks the result. Rejects with the failure it carries; with `WORKER_*` if the worker dies, `STORAGE_*` if it cannot start. */
  async call<T>(invoke: (remote: Remote) => Promise<Result<T>>): Promise<T> {
    return fromResult(await this.untilDeath(invoke(this.ensure().remote)));
  }

  /** Calls a method that reports progress and can be cancelled. */
  async operate<T>(
    invoke: (remote: Remote, operationId: string) => Promise<Result<T>>,
    { onProgress, signal }: CallOptions = {},
  ): Promise<T> {
    const refuseIfAborted = (): void => {
      if (signal?.aborted === true) throw new AppError('WORKER_CANCELLED');
    };
    refuseIfAborted();
    const live = this.ensure();
    const id = this.parts.newId();
    const cancel = (): void => {
      // Whether or not the request arrives, the operation settles by itself; a dead worker rejects it.
      this.untilDeath(this.parts.cancel(live.remote, id)).catch(() => undefined);
    };
    if (onProgress !== undefined) this.progress.set(id, onProgress);
    try {
      await this.untilDeath(live.connected);
      refuseIfAborted();
      signal?.addEventListener('abort', cancel);
      return fromResult(await this.untilDeath(invoke(live.remote, id)));
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.progress.delete(id);
    }
  }

  /** Ends the worker: pending calls reject with `error`, the next call starts a new one. */
  kill(error: AppError): void {
    if (!this.end()) return;
    for (const reject of this.pending) reject(error);
    this.pending.clear();
    this.progress.clear();
    this.parts.onDead?.(error);
  }

  /** Ends a worker that nothing is asked of, so that its memory is free again; the next call starts a new one. */
  rest(): void {
    if (this.pending.size === 0) this.end();
  }

  /** False where there is no worker. */
  private end(): boolean {
    const live = this.live;
    if (live === null) return false;
    this.live = null;
    live.worker.terminate();
    live.events.close();
    return true;
  }

  private ensure(): Live<Remote> {
    if (this.live !== null) return this.live;
    const worker = this.parts.start();
    const remote = this.parts.wrap(worker);
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', ({ data }: MessageEvent<OperationEvent>) =>
      this.progress.get(data.operationId)?.(data),
    );
    port1.start();
    const connected = this.parts.connect(remote, transfer(port2, [port2])).then(fromResult);
    const live: Live<Remote> = { worker, remote, connected, events: port1 };
    worker.addEventListener('error', (event) => this.crashed(live, event));
    worker.addEventListener('messageerror', (event) => this.crashed(live, event));
    connected.catch((thrown: unknown) => this.lost(live, toAppError(thrown)));
    this.live = live;
    this.parts.onStart?.(remote);
    return live;
  }

  private crashed(live: Live<Remote>, event: Event): void {
    const reason = 'message' in event && typeof event.message === 'string' ? event.message : null;
    this.lost(live, new AppError('WORKER_CRASHED', { reason }));
  }

  private lost(live: Live<Remote>, error: AppError): void {
    if (this.live === live) this.kill(error);
  }

  /** Settles as `work` does, or rejects when the worker dies before. */
  private untilDeath<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.pending.add(reject);
      work
        .finally(() => this.pending.delete(reject))
        .then(resolve, (thrown: unknown) => reject(toAppError(thrown)));
    });
  }
}

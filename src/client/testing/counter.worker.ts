import { expose } from 'comlink';
import type { Wire } from '../../core/contract/api';
import type { OperationEvent } from '../../core/contract/events';
import { toResult } from '../../core/contract/result';

/** A worker for the bridge's own test: counts, tells progress, shares memory, and dies on request. */
export interface CounterApi {
  connect(port: MessagePort): Promise<void>;
  cancel(operationId: string): Promise<void>;
  /** Tells of each row, then waits to be cancelled. */
  count(operationId: string, rows: number): Promise<number>;
  increment(buffer: SharedArrayBuffer): Promise<void>;
  /** Throws outside any call, as a bug or a lack of memory does; never answers. */
  die(): Promise<never>;
}

let events: MessagePort | null = null;
const waiting = new Map<string, () => void>();

const api: Wire<CounterApi> = {
  connect: (port) => toResult(() => void (events = port)),
  cancel: (operationId) => toResult(() => waiting.get(operationId)?.()),
  count: (operationId, rows) =>
    toResult(async () => {
      for (let done = 1; done <= rows; done++) {
        const event: OperationEvent = { operationId, stage: 'parsing', done, total: rows, unit: 'rows' };
        events?.postMessage(event);
      }
      await new Promise<void>((resolve) => waiting.set(operationId, resolve));
      return rows;
    }),
  increment: (buffer) => toResult(() => void Atomics.add(new Int32Array(buffer), 0, 1)),
  die: () => {
    setTimeout(() => {
      throw new Error('killed by its test');
    });
    return new Promise(() => undefined);
  },
};
expose(api);

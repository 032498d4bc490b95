import { type Remote, wrap } from 'comlink';
import { expect, test } from 'vitest';
import type { Wire } from '../core/contract/api';
import { AppError } from '../core/contract/errors';
import type { OperationEvent } from '../core/contract/events';
import type { CounterApi } from './testing/counter.worker';
import { WorkerBridge } from './worker-bridge';

function createBridge() {
  let started = 0;
  let ids = 0;
  const bridge = new WorkerBridge<Remote<Wire<CounterApi>>>({
    start: () => {
      started += 1;
      return new Worker(new URL('./testing/counter.worker.ts', import.meta.url), {
        type: 'module',
        name: 'counter',
      });
    },
    wrap: (worker) => wrap<Wire<CounterApi>>(worker),
    connect: (remote, port) => remote.connect(port),
    cancel: (remote, operationId) => remote.cancel(operationId),
    newId: () => `op${++ids}`,
  });
  return { bridge, started: () => started };
}

test('calls a real worker, hears its progress, cancels, and shares memory with it', async () => {
  const { bridge } = createBridge();
  const done: number[] = [];
  const abort = new AbortController();
  const onProgress = (event: OperationEvent): void => {
    done.push(event.done);
    if (event.done === event.total) abort.abort();
  };
  expect(
    await bridge.operate((remote, id) => remote.count(id, 3), { onProgress, signal: abort.signal }),
  ).toBe(3);
  expect(done).toEqual([1, 2, 3]);
  const buffer = new SharedArrayBuffer(4);
  await bridge.call((remote) => remote.increment(buffer));
  expect(Atomics.load(new Int32Array(buffer), 0)).toBe(1);
  bridge.kill(new AppError('WORKER_CRASHED'));
});

test('an uncaught error in the worker rejects every pending call; the next call starts another', async () => {
  const { bridge, started } = createBridge();
  const calls = [bridge.call((remote) => remote.die()), bridge.call((remote) => remote.die())];
  for (const result of await Promise.allSettled(calls)) {
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'WORKER_CRASHED' } });
    expect(String(result.status === 'rejected' ? result.reason : '')).toContain('killed by its test');
  }
  expect(bridge.pendingCalls).toBe(0);
  await bridge.call((remote) => remote.increment(new SharedArrayBuffer(4)));
  expect(started()).toBe(2);
  bridge.kill(new AppError('WORKER_CRASHED'));
});

test('a worker script that is not there rejects the call', async () => {
  const bridge = new WorkerBridge<Remote<Wire<CounterApi>>>({
    start: () => new Worker('/no-such-worker.js', { type: 'module' }),
    wrap: (worker) => wrap<Wire<CounterApi>>(worker),
    connect: (remote, port) => remote.connect(port),
    cancel: (remote, operationId) => remote.cancel(operationId),
    newId: () => 'op',
  });
  await expect(bridge.operate((remote, id) => remote.count(id, 1))).rejects.toMatchObject({
    code: 'WORKER_CRASHED',
  });
});

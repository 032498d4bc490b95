import { expose } from 'comlink';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { DataApi, ExportTarget, InferenceApi, TrainingApi, Wire } from '../core/contract/api';
import { AppError } from '../core/contract/errors';
import type { OperationEvent, RunEvent } from '../core/contract/events';
import { type Result, toResult } from '../core/contract/result';
import { type DatasetRecord, DEFAULT_TAGGING } from '../core/contract/dataset';
import { createDataClient } from './data-client';
import { createInferenceClient } from './inference-client';
import { createTrainingClient } from './training-client';
import type { DataClient, RunHandlers } from './types';
import type { WorkerLike } from './worker-bridge';

/** The near end of a message channel, with what a `Worker` has besides. */
class PortWorker extends EventTarget implements WorkerLike {
  isTerminated = false;

  constructor(readonly port: MessagePort) {
    super();
    port.addEventListener('message', (event) =>
      this.dispatchEvent(new MessageEvent('message', { data: event.data })),
    );
    port.start();
  }

  postMessage(message: unknown, transferables: Transferable[] = []): void {
    this.port.postMessage(message, transferables);
  }

  terminate(): void {
    this.isTerminated = true;
    this.port.close();
  }
}

const started: PortWorker[] = [];
afterEach(() => {
  for (const worker of started.splice(0)) worker.terminate();
});

function serve(api: object): () => PortWorker {
  return () => {
    const { port1, port2 } = new MessageChannel();
    expose(api, port2);
    const worker = new PortWorker(port1);
    started.push(worker);
    return worker;
  };
}

function latest(): PortWorker {
  const worker = started.at(-1);
  if (worker === undefined) throw new Error('no worker was started');
  return worker;
}

const done = (): Promise<Result<void>> => toResult(() => undefined);
const never = (): Promise<never> => new Promise(() => undefined);
const DATASET: DatasetRecord = {
  id: 'd1',
  name: 'titles',
  task: 'text-classification',
  createdAt: 0,
  updatedAt: 0,
  files: [],
  mapping: null,
  labelMap: null,
  split: { seed: 42, validationShare: 0.1, testShare: 0 },
  tagging: DEFAULT_TAGGING,
};

let ids = 0;
const newId = (): string => `op${++ids}`;

describe('data client', () => {
  class DataService implements Partial<Wire<DataApi>> {
    events: MessagePort | null = null;
    readonly cancelled: string[] = [];
    readonly running = new Map<string, () => void>();

    connect = (port: MessagePort) => {
      this.events = port;
      return done();
    };

    cancel = (operationId: string) => {
      this.cancelled.push(operationId);
      this.running.get(operationId)?.();
      return done();
    };

    readRows = (_dataset: string, _file: string, range: { offset: number; limit: number }) =>
      toResult(() => {
        if (range.offset > 5) throw new AppError('STORAGE_NOT_FOUND', { path: 'rows' });
        return [{ row: range.offset + 1, line: 2, cells: ['a'] }];
      });

    inspect = (operationId: string) => {
      const event: OperationEvent = { operationId, stage: 'reading', done: 1, total: 4, unit: 'rows' };
      this.events?.postMessage({ ...event, operationId: 'somebody else’s' });
      this.events?.postMessage(event);
      return toResult(
        () =>
          new Promise<never>((_, reject) => {
            this.running.set(operationId, () => reject(new AppError('WORKER_CANCELLED')));
          }),
      );
    };
  }

  test('starts the worker at the first call and unpacks values', async () => {
    const client = createDataClient({ startWorker: serve(new DataService()), newId });
    expect(started).toHaveLength(0);
    expect(await client.readRows('d', 'f', { offset: 0, limit: 1 })).toEqual([
      { row: 1, line: 2, cells: ['a'] },
    ]);
    await client.readRows('d', 'f', { offset: 1, limit: 1 });
    expect(started).toHaveLength(1);
  });

  test('a failure arrives as an AppError with code and facts', async () => {
    const client = createDataClient({ startWorker: serve(new DataService()), newId });
    const call = client.readRows('d', 'f', { offset: 6, limit: 1 });
    await expect(call).rejects.toBeInstanceOf(AppError);
    await expect(call).rejects.toMatchObject({ code: 'STORAGE_NOT_FOUND', details: { path: 'rows' } });
  });

  test('tells the progress of its own operation and cancels it on abort', async () => {
    const service = new DataService();
    const client = createDataClient({ startWorker: serve(service), newId });
    const abort = new AbortController();
    const seen: OperationEvent[] = [];
    const call = client.inspect(DATASET, {
      signal: abort.signal,
      onProgress: (event) => {
        seen.push(event);
        abort.abort();
      },
    });
    await expect(call).rejects.toMatchObject({ code: 'WORKER_CANCELLED' });
    expect(seen).toHaveLength(1);
    expect(service.cancelled).toEqual([seen[0]?.operationId]);
  });

  test('a signal that is aborted already calls nothing', async () => {
    const client = createDataClient({ startWorker: serve(new DataService()), newId });
    await expect(client.inspect(DATASET, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'WORKER_CANCELLED',
    });
    expect(started).toHaveLength(0);
  });

  test.each([
    ['a call', (client: DataClient) => client.readRows('d', 'f', { offset: 0, limit: 1 })],
    ['an operation', (client: DataClient) => client.inspect(DATASET)],
  ])('%s to a worker that cannot open its stores says why', async (_, ask) => {
    const failure = { code: 'STORAGE_UNAVAILABLE', details: { reason: 'private' } } as const;
    const service = {
      connect: () => Promise.resolve<Result<never>>({ ok: false, failure }),
      readRows: () => never(),
      inspect: () => never(),
    };
    await expect(ask(createDataClient({ startWorker: serve(service), newId }))).rejects.toMatchObject(
      failure,
    );
    expect(latest().isTerminated).toBe(true);
  });

  test.each(['error', 'messageerror'])(
    '%s rejects every pending call; the next starts afresh',
    async (type) => {
      const service = new DataService();
      const client = createDataClient({ startWorker: serve(service), newId });
      const inspecting = client.inspect(DATASET);
      await vi.waitFor(() => expect(service.running.size).toBe(1));
      const reading = client.readRows('d', 'f', { offset: 0, limit: 1 });
      latest().dispatchEvent(Object.assign(new Event(type), { message: 'out of memory' }));
      await expect(inspecting).rejects.toMatchObject({
        code: 'WORKER_CRASHED',
        details: { reason: 'out of memory' },
      });
      await expect(reading).rejects.toMatchObject({ code: 'WORKER_CRASHED' });
      expect(started.map((worker) => worker.isTerminated)).toEqual([true]);
      expect(await client.readRows('d', 'f', { offset: 0, limit: 1 })).toHaveLength(1);
      expect(started).toHaveLength(2);
    },
  );
});

describe('inference client', () => {
  class InferenceService implements Partial<Wire<InferenceApi>> {
    answer: () => void = () => undefined;
    private readonly answered = new Promise<void>((resolve) => (this.answer = resolve));

    connect = () => done();
    closeExport = () => done();
    openExport = (_: string, target: ExportTarget) =>
      toResult(() => ({ ...target, file: 'model.onnx', sizeBytes: 1, loadMs: 1 }));
    predictExport = async () => {
      await this.answered;
      return toResult(() => ({ predictions: [], millisecondsPerText: 1 }));
    };
    certify = () =>
      Promise.resolve<Result<never>>({ ok: false, failure: { code: 'EXPORT_STALE', details: {} } });
  }
  const TARGET = { runId: 'r1', precision: 'int8', device: 'wasm' } as const;

  test('what is closed gives its memory back with its worker; the next is opened in a new one', async () => {
    const client = createInferenceClient({ startWorker: serve(new InferenceService()), newId });
    await client.closeExport();
    expect(started).toHaveLength(0);
    await client.openExport(TARGET);
    await client.closeExport();
    expect(started.map((worker) => worker.isTerminated)).toEqual([true]);
    await client.openExport(TARGET);
    expect(started.map((worker) => worker.isTerminated)).toEqual([true, false]);
  });

  test('a worker that is asked something else goes on', async () => {
    const service = new InferenceService();
    const client = createInferenceClient({ startWorker: serve(service), newId });
    const asking = client.predictExport(TARGET, ['text']);
    await client.closeExport();
    expect(latest().isTerminated).toBe(false);
    service.answer();
    expect(await asking).toMatchObject({ millisecondsPerText: 1 });
  });

  test('a certificate leaves no worker behind, made or not', async () => {
    const client = createInferenceClient({ startWorker: serve(new InferenceService()), newId });
    const certifying = client.certify({ runId: 'r1', device: 'wasm' });
    await expect(certifying).rejects.toMatchObject({ code: 'EXPORT_STALE' });
    expect(latest().isTerminated).toBe(true);
  });
});

describe('training client', () => {
  class TrainingService implements Partial<Wire<TrainingApi>> {
    events: MessagePort | null = null;
    counter = new Int32Array(new SharedArrayBuffer(4));

    connect = () => done();
    heartbeat = (buffer: SharedArrayBuffer) => {
      this.counter = new Int32Array(buffer);
      return done();
    };
    open = (runId: string, events: MessagePort) => {
      this.events = events;
      return toResult(() => {
        if (runId === 'broken') throw new AppError('MODEL_NOT_FOUND');
      });
    };
    evaluate = () => never();
    close = () => done();

    emit(
      seq: number,
      body: Partial<RunEvent> = { type: 'state', state: { status: 'running', failure: null } },
    ): void {
      this.events?.postMessage({ runId: 'r1', seq, step: 0, ...body });
    }
  }

  function open(service: TrainingService) {
    const client = createTrainingClient({ startWorker: serve(service), newId, isHidden: () => hidden });
    const handlers = {
      onEvent: vi.fn<RunHandlers['onEvent']>(),
      onGap: vi.fn<RunHandlers['onGap']>(),
      onLost: vi.fn<RunHandlers['onLost']>(),
    };
    return { client, handlers };
  }
  let hidden = false;
  afterEach(() => {
    hidden = false;
    vi.useRealTimers();
  });

  test('events of a run arrive in order; a gap is told', async () => {
    const service = new TrainingService();
    const { client, handlers } = open(service);
    await client.open('r1', handlers);
    for (const seq of [0, 1, 4]) service.emit(seq);
    await vi.waitFor(() => expect(handlers.onEvent).toHaveBeenCalledTimes(3));
    expect(handlers.onEvent.mock.calls.map(([event]) => event.seq)).toEqual([0, 1, 4]);
    expect(handlers.onGap.mock.calls).toEqual([[2]]);
  });

  test('a run that cannot be opened leaves no channel behind', async () => {
    const service = new TrainingService();
    const { client, handlers } = open(service);
    await expect(client.open('broken', handlers)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    latest().dispatchEvent(new Event('error'));
    expect(handlers.onLost).not.toHaveBeenCalled();
  });

  test('a crash is told to the open run even while no call is pending', async () => {
    const { client, handlers } = open(new TrainingService());
    await client.open('r1', handlers);
    latest().dispatchEvent(new Event('error'));
    expect(handlers.onLost.mock.calls).toEqual([[{ code: 'WORKER_CRASHED', details: { reason: null } }]]);
  });

  /** Opens a run, then lets a minute pass thirty times; `beat` says whether the worker shows life meanwhile. */
  async function passTime(busy: boolean, beat: boolean): Promise<unknown> {
    const service = new TrainingService();
    const { client, handlers } = open(service);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    await client.open('r1', handlers);
    let ended: unknown = 'pending';
    if (busy) client.evaluate('r1', 'test').catch((thrown: unknown) => (ended = thrown));
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (let minute = 0; minute < 30; minute++) {
      if (beat) Atomics.add(service.counter, 0, 1);
      await vi.advanceTimersByTimeAsync(60_000);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    return ended;
  }

  test('a busy worker without a sign of life is replaced', async () => {
    expect(await passTime(true, false)).toMatchObject({ code: 'WORKER_SILENT', details: { seconds: 180 } });
    expect(latest().isTerminated).toBe(true);
  });

  test('a slow worker that shows life is left alone', async () => {
    expect(await passTime(true, true)).toBe('pending');
    expect(latest().isTerminated).toBe(false);
  });

  test('silence means nothing while there is nothing to do', async () => {
    await passTime(false, false);
    expect(latest().isTerminated).toBe(false);
  });

  test('silence means nothing while the page is hidden', async () => {
    hidden = true;
    expect(await passTime(true, false)).toBe('pending');
  });
});

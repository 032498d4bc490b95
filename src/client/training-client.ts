import { type Remote, transfer, wrap } from 'comlink';
import type { Probe, TrainingApi, Wire } from '../core/contract/api';
import { AppError } from '../core/contract/errors';
import { fromResult } from '../core/contract/result';
import type { ClientParts } from './data-client';
import { Heartbeat } from './heartbeat';
import { RunChannels } from './run-channels';
import type { TrainingClient } from './types';
import { WorkerBridge } from './worker-bridge';

export interface TrainingClientParts extends ClientParts {
  readonly isHidden: () => boolean;
}

/** A worker may be silent for as long as this many of its steps. */
const PATIENCE_STEPS = 30;

export function createTrainingClient(parts: TrainingClientParts): TrainingClient {
  const runs = new RunChannels();
  let heartbeat: Heartbeat | null = null;
  let patienceMs = 0;

  const bridge = new WorkerBridge<Remote<Wire<TrainingApi>>>({
    start: parts.startWorker,
    wrap: (worker) => wrap<Wire<TrainingApi>>(worker),
    connect: (remote, port) => remote.connect(port),
    cancel: (remote, operationId) => remote.cancel(operationId),
    newId: parts.newId,
    onStart: (remote) => {
      // Without cross-origin isolation there is no shared memory, and so no sign of life to watch.
      if (typeof SharedArrayBuffer === 'undefined') return;
      const buffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
      heartbeat = new Heartbeat(buffer, {
        isBusy: () => bridge.pendingCalls > 0 || runs.isTraining,
        isHidden: parts.isHidden,
        onSilent: (seconds) => bridge.kill(new AppError('WORKER_SILENT', { seconds })),
        now: () => performance.now(),
      });
      heartbeat.allow(patienceMs);
      // A worker that cannot take the counter is dead, which the bridge finds out by itself.
      remote
        .heartbeat(buffer)
        .then(fromResult)
        .catch(() => heartbeat?.stop());
      heartbeat.start();
    },
    onDead: (error) => {
      heartbeat?.stop();
      heartbeat = null;
      runs.loseAll(error.failure);
    },
  });

  const rememberSpeed = (probe: Probe): Probe => {
    patienceMs = PATIENCE_STEPS * Math.max(probe.stepMs, probe.evalBatchMs);
    heartbeat?.allow(patienceMs);
    return probe;
  };

  return {
    plan: (request) => bridge.call((remote) => remote.plan(request)),
    probe: async (request, options) =>
      rememberSpeed(await bridge.operate((remote, id) => remote.probe(id, request), options)),
    open: async (runId, handlers) => {
      const port = runs.open(runId, handlers);
      try {
        await bridge.call((remote) => remote.open(runId, transfer(port, [port])));
      } catch (thrown) {
        runs.close(runId);
        throw thrown;
      }
    },
    start: (runId) => bridge.call((remote) => remote.start(runId)),
    control: (runId, action) => bridge.call((remote) => remote.control(runId, action)),
    evaluate: (runId, split, options) =>
      bridge.operate((remote, id) => remote.evaluate(id, runId, split), options),
    predict: (target, texts, options) =>
      bridge.operate((remote, id) => remote.predict(id, target, texts), options),
    predictFile: (target, request, options) =>
      bridge.operate((remote, id) => remote.predictFile(id, target, request), options),
    exportRun: (runId, options) => bridge.operate((remote, id) => remote.exportRun(id, runId), options),
    reference: (runId, options) => bridge.operate((remote, id) => remote.reference(id, runId), options),
    close: async (runId) => {
      await bridge.call((remote) => remote.close(runId));
      runs.close(runId);
    },
  };
}

import { wrap } from 'comlink';
import type { InferenceApi, Wire } from '../core/contract/api';
import type { ClientParts } from './data-client';
import type { InferenceClient } from './types';
import { WorkerBridge } from './worker-bridge';

export function createInferenceClient({ startWorker, newId }: ClientParts): InferenceClient {
  const bridge = new WorkerBridge({
    start: startWorker,
    wrap: (worker) => wrap<Wire<InferenceApi>>(worker),
    connect: (remote, port) => remote.connect(port),
    cancel: (remote, operationId) => remote.cancel(operationId),
    newId,
  });
  return {
    openExport: (target, options) => bridge.operate((remote, id) => remote.openExport(id, target), options),
    predictExport: (target, texts, options) =>
      bridge.operate((remote, id) => remote.predictExport(id, target, texts), options),
    certify: (request, options) => bridge.operate((remote, id) => remote.certify(id, request), options),
    closeExport: () => bridge.call((remote) => remote.closeExport()),
  };
}

import { wrap } from 'comlink';
import type { InferenceApi, Wire } from '../core/contract/api';
import type { ClientParts } from './data-client';
import type { InferenceClient } from './types';
import { WorkerBridge } from './worker-bridge';

/** The memory of WebAssembly grows and never shrinks: it is the worker's end that gives it back. */
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
    certify: async (request, options) => {
      try {
        return await bridge.operate((remote, id) => remote.certify(id, request), options);
      } finally {
        bridge.rest();
      }
    },
    closeExport: async () => {
      if (!bridge.isLive) return;
      await bridge.call((remote) => remote.closeExport());
      bridge.rest();
    },
  };
}

import { wrap } from 'comlink';
import type { DataApi, Wire } from '../core/contract/api';
import type { DataClient } from './types';
import { WorkerBridge, type WorkerLike } from './worker-bridge';

export interface ClientParts {
  /** Starts a worker; called again after a crash. */
  readonly startWorker: () => WorkerLike;
  readonly newId: () => string;
}

export function createDataClient({ startWorker, newId }: ClientParts): DataClient {
  const bridge = new WorkerBridge({
    start: startWorker,
    wrap: (worker) => wrap<Wire<DataApi>>(worker),
    connect: (remote, port) => remote.connect(port),
    cancel: (remote, operationId) => remote.cancel(operationId),
    newId,
  });
  return {
    importFile: (request, options) =>
      bridge.operate((remote, operationId) => remote.importFile(operationId, request), options),
    reparseFile: (request, options) =>
      bridge.operate((remote, operationId) => remote.reparseFile(operationId, request), options),
    readRows: (datasetId, fileId, range) =>
      bridge.call((remote) => remote.readRows(datasetId, fileId, range)),
    inspect: (dataset, options) =>
      bridge.operate((remote, operationId) => remote.inspect(operationId, dataset), options),
    alignRows: (request) => bridge.call((remote) => remote.alignRows(request)),
    prepare: (request, options) =>
      bridge.operate((remote, operationId) => remote.prepare(operationId, request), options),
    packDataset: (request, options) =>
      bridge.operate((remote, operationId) => remote.packDataset(operationId, request), options),
    importModel: (request, options) =>
      bridge.operate((remote, operationId) => remote.importModel(operationId, request), options),
    removeModel: (modelId) => bridge.call((remote) => remote.removeModel(modelId)),
    exportBundle: (request, options) =>
      bridge.operate((remote, operationId) => remote.exportBundle(operationId, request), options),
    importRun: (request, options) =>
      bridge.operate((remote, operationId) => remote.importRun(operationId, request), options),
  };
}

import { wrap } from 'comlink';
import type { Wire } from '../core/contract/api';
import type { HubApi } from '../core/contract/hub';
import type { ClientParts } from './data-client';
import type { HubClient } from './types';
import { WorkerBridge } from './worker-bridge';

export function createHubClient({ startWorker, newId }: ClientParts): HubClient {
  const bridge = new WorkerBridge({
    start: startWorker,
    wrap: (worker) => wrap<Wire<HubApi>>(worker),
    connect: (remote, port) => remote.connect(port),
    cancel: (remote, operationId) => remote.cancel(operationId),
    newId,
  });
  return {
    account: (token) => bridge.call((remote) => remote.account(token)),
    repository: (type, repo, token) => bridge.call((remote) => remote.repository(type, repo, token)),
    contents: (archive) => bridge.call((remote) => remote.contents(archive)),
    push: (request, options) => bridge.operate((remote, id) => remote.push(id, request), options),
  };
}

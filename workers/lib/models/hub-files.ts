import type { HubClient, HubSnapshot } from '../../../src/hub/hub-client';
import type { HubRequest } from '../../../src/hub/hub-response';
import { entryOf, type ModelFiles } from './model-files';

/** The files of a model on the Hub at one commit; nothing is downloaded before `open`. */
export function hubModelFiles(hub: HubClient, snapshot: HubSnapshot, request: HubRequest): ModelFiles {
  const entries = new Map(snapshot.files.map((file) => [file.path, file]));
  return {
    names: [...entries.keys()],
    sizeOf: (name) => entries.get(name)?.sizeBytes ?? null,
    open: (name) => hub.download(snapshot, entryOf(entries, name), request),
  };
}

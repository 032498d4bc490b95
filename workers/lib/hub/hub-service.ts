import type { HubApi } from '../../../src/core/contract/hub';
import type { FileStore } from '../../../src/core/contract/storage';
import type { HubPusher, PushContent } from '../../../src/hub/hub-pusher';
import { readZipDirectory } from '../models/zip-directory';
import { entryBytes } from '../models/zip-files';
import { OperationRegistry } from '../operations';

export interface HubServiceParts {
  readonly files: Pick<FileStore, 'read'>;
  readonly hub: Pick<HubPusher, 'account' | 'repository' | 'push'>;
}

/** The hub worker's API over the file store. */
export function createHubService({ files, hub }: HubServiceParts): HubApi {
  const operations = new OperationRegistry();
  const never = new AbortController().signal;

  /** The entries of a stored zip as parts of the zip itself: nothing is read before it is sent. */
  const contentsOf = async (path: string): Promise<PushContent[]> => {
    const archive = new File([await files.read(path)], path);
    const entries = await readZipDirectory(archive);
    return Promise.all(
      entries.map(async (entry) => ({ path: entry.path, content: await entryBytes(archive, entry) })),
    );
  };

  return {
    connect: async (port) => operations.connect(port),
    cancel: async (operationId) => operations.cancel(operationId),
    account: (token) => hub.account(token, never),
    repository: (type, repo, token) => hub.repository(type, repo, token, never),
    contents: async (archive) =>
      (await contentsOf(archive)).map(({ path, content }) => ({ path, sizeBytes: content.size })),
    push: (operationId, { archive, ...push }) =>
      operations.run(operationId, async ({ signal, progress, commit }) => {
        const files = await contentsOf(archive);
        const report = await hub.push({ ...push, files }, { signal, onProgress: progress });
        commit();
        return report;
      }),
  };
}

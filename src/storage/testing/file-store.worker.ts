import { toResult } from '../../core/contract/result';
import { OpfsFileStore } from '../opfs-file-store';
import { withFullDisk } from './full-disk';

/** What the worker is told: write `bytes` bytes to `path` in a folder of the origin. */
export interface WorkerJob {
  readonly folder: string;
  readonly path: string;
  readonly bytes: number;
  /** Room for each file on a disk that is full, or null. */
  readonly roomBytes: number | null;
}

/** Runs one job of the file store inside a worker, where synchronous handles exist. */
async function run({ folder, path, bytes, roomBytes }: WorkerJob) {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true });
  const store = new OpfsFileStore(roomBytes === null ? root : withFullDisk(root, roomBytes));
  const before = await store.exists(path);
  const aborted = await store.openWriter(path);
  await aborted.write('never seen');
  await aborted.abort();
  const result = await toResult(() => store.write(path, new Uint8Array(bytes).fill(7)));
  return { before, result, left: await store.list('.tmp') };
}

addEventListener('message', (event: MessageEvent<WorkerJob>) => {
  void run(event.data).then((answer) => postMessage(answer));
});

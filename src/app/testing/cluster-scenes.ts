import { SETUP_BUNDLE } from '../../state/slices/cluster';
import type { Stage } from './stage';

const FINISHED = [new File(['PK'], 'mails on eight GPUs.zip')];

/** The bundle of a run, or of the set-up, lies in the downloads. */
export async function bundled(stage: Stage, key: string = SETUP_BUNDLE): Promise<void> {
  await stage.store.getState().cluster.writeBundle(key);
}

/** A bundle of the set-up is being written. */
export function bundling(stage: Stage): void {
  stage.fake.faults.hold('exportBundle');
  void stage.store.getState().cluster.writeBundle(SETUP_BUNDLE);
}

/** A run from a cluster was opened. */
export async function openedFromCluster(stage: Stage): Promise<void> {
  const runId = await stage.store.getState().cluster.importRun(FINISHED);
  if (runId !== null) window.location.hash = `#/train/${runId}`;
}

/** One folder was no finished run, another is being read. */
export async function notAFinishedRun(stage: Stage): Promise<void> {
  stage.fake.faults.failNext('importRun', 'RUN_NOT_FINISHED', { missing: ['results.json'] });
  await stage.store.getState().cluster.importRun([new File(['PK'], 'all-MiniLM-L6-v2.zip')]);
  stage.fake.faults.hold('importRun');
  void stage.store.getState().cluster.importRun(FINISHED);
}

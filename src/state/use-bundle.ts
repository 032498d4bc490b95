import type { BundleReport } from '../core/contract/cluster';
import type { Failure } from '../core/contract/errors';
import type { OperationEvent } from '../core/contract/events';
import { useStudio } from './react';
import { REMOTE_IDLE } from './remote';

/** A bundle of the store, as its panel takes it. */
export interface BundleState {
  readonly progress: OperationEvent | null | undefined;
  readonly failure: Failure | null;
  readonly written: BundleReport | null;
  readonly onWrite: () => void;
  readonly onCancel: () => void;
  readonly onSave: () => void;
}

/** The bundle of a run, or of the set-up (`SETUP_BUNDLE`). */
export function useBundle(key: string): BundleState {
  const job = useStudio((state) => state.cluster.bundles[key] ?? REMOTE_IDLE);
  const { writeBundle, cancelBundle, saveBundle } = useStudio((state) => state.cluster);
  return {
    progress: job.status === 'pending' ? job.progress : undefined,
    failure: job.status === 'failed' ? job.failure : null,
    written: job.status === 'ready' ? job.value : null,
    onWrite: () => void writeBundle(key),
    onCancel: () => cancelBundle(key),
    onSave: () => void saveBundle(key),
  };
}

import type { BundleReport } from '../../core/contract/cluster';
import type { ImportJob, Remote } from '../remote';

/** In place of a run's id: the run that the set-up describes. */
export const SETUP_BUNDLE = 'setup';

/** Runs that are trained elsewhere: bundles out, finished runs in. Actions never reject. */
export interface ClusterSlice {
  /** By run id, or `SETUP_BUNDLE`. */
  readonly bundles: Readonly<Record<string, Remote<BundleReport>>>;
  /** Finished runs that are being opened, or could not be. */
  readonly imports: readonly ImportJob[];

  /** Writes the bundle of a run, or of what the set-up describes, then hands it to the browser's downloads. */
  writeBundle(key: string): Promise<void>;
  cancelBundle(key: string): void;
  /** Downloads a bundle that is already written once more. */
  saveBundle(key: string): Promise<void>;
  /** Opens what a bundle's training left; resolves with the run's id, or null if it could not be opened. */
  importRun(files: readonly File[]): Promise<string | null>;
  cancelImport(jobId: string): void;
  dismissImport(jobId: string): void;
}

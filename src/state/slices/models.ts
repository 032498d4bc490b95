import type { ModelRecord } from '../../core/contract/model';
import type { ImportJob } from '../remote';

/** Models at hand. Actions never reject: a failed import keeps its failure in `imports`. */
export interface ModelsSlice {
  readonly status: 'idle' | 'loading' | 'ready';
  /** Newest first. */
  readonly items: readonly ModelRecord[];
  readonly imports: readonly ImportJob[];

  /** Also takes in the built-in starter where it is not there yet. */
  load(): Promise<void>;
  /** The imports resolve with the model's id, or null if it could not be taken in. The new model is chosen for the set-up. */
  importStarter(): Promise<string | null>;
  importLocal(files: readonly File[]): Promise<string | null>;
  importHub(repo: string, revision: string, token: string | null): Promise<string | null>;
  cancelImport(jobId: string): void;
  dismissImport(jobId: string): void;
  rename(modelId: string, name: string): Promise<void>;
  /** Refused with a notice while a live run trains it. */
  remove(modelId: string): Promise<void>;
}

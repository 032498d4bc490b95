import type { Certificate, ExportReport, InferenceDevice } from '../../core/contract/export';
import type { Remote } from '../remote';

export interface ExportsSlice {
  /** The zip of a run, by run id. */
  readonly jobs: Readonly<Record<string, Remote<ExportReport>>>;
  /** The comparison of that zip with the engine, by run id: begun when it is written. */
  readonly proofs: Readonly<Record<string, Remote<Certificate>>>;
  /** The zip as it was handed to the downloads on this visit, by run id: an older one than in `jobs`, if that was compared since. */
  readonly downloaded: Readonly<Record<string, ExportReport>>;

  /** Finds the zip, and its certificate, that an earlier visit wrote. */
  restore(runId: string): Promise<void>;
  /** Writes the zip, certifies it on WASM, then hands it to the browser's downloads; uncertified if that fails. */
  exportRun(runId: string): Promise<void>;
  /** Certifies the zip that is there, again or on another device. */
  certify(runId: string, device: InferenceDevice): Promise<void>;
  /** Gives up what goes on: a zip that was written already stays, and is not downloaded by itself. */
  cancel(runId: string): void;
  /** Hands a zip that is already written to the downloads. */
  save(runId: string): Promise<void>;
}

import type { ExportReport } from '../../core/contract/api';
import type { Remote } from '../remote';

export interface ExportsSlice {
  /** By run id. */
  readonly jobs: Readonly<Record<string, Remote<ExportReport>>>;

  /** Writes the zip, then hands it to the browser's downloads. */
  exportRun(runId: string): Promise<void>;
  cancel(runId: string): void;
  /** Downloads a zip that is already written once more. */
  save(runId: string): Promise<void>;
}

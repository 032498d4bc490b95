import type { SampleRecord } from '../../core/catalog/samples';
import type {
  AlignedRow,
  ColumnMapping,
  DatasetRecord,
  DatasetReport,
  FileRole,
  ParseOptions,
  SplitSpec,
  TableRow,
  Tagging,
  TagScheme,
} from '../../core/contract/dataset';
import type { ImportJob, Remote } from '../remote';

export interface FileImportJob extends ImportJob {
  readonly datasetId: string;
}

/** Which sentences of which file, how the report says that its tags are read, and which tags come of them. */
export interface AlignRange {
  readonly fileId: string;
  readonly row: number;
  readonly limit: number;
  readonly scheme: TagScheme;
  readonly tags: readonly string[];
}

/**
 * Datasets and what the worker says about them. Actions never reject: a failed import keeps its failure in
 * `imports`, a failed inspection in `reports`, anything else becomes a notice. Every change saves the record,
 * inspects it again and brings the set-up up to date.
 */
export interface DatasetsSlice {
  readonly status: 'idle' | 'loading' | 'ready';
  /** Newest first. */
  readonly items: readonly DatasetRecord[];
  readonly imports: readonly FileImportJob[];
  /** By dataset id; absent while no columns are mapped. */
  readonly reports: Readonly<Record<string, Remote<DatasetReport>>>;

  load(): Promise<void>;
  /** Makes a dataset of the files that can be read. Resolves with its id, or null if none could. */
  create(files: readonly File[]): Promise<string | null>;
  createFromText(text: string, name: string): Promise<string | null>;
  createFromSample(sample: SampleRecord): Promise<string | null>;
  addFile(datasetId: string, file: File, role: FileRole): Promise<void>;
  removeFile(datasetId: string, fileId: string): Promise<void>;
  setRole(datasetId: string, fileId: string, role: FileRole): Promise<void>;
  /** Reads a file again with other options. */
  reparse(datasetId: string, fileId: string, options: ParseOptions): Promise<void>;
  /** Rows for the preview; null (and a notice) if they cannot be read. */
  readRows(
    datasetId: string,
    fileId: string,
    offset: number,
    limit: number,
  ): Promise<readonly TableRow[] | null>;
  setMapping(datasetId: string, mapping: ColumnMapping): Promise<void>;
  /** A name that another label has merges the two. */
  renameLabel(datasetId: string, label: string, name: string): Promise<void>;
  /** `into` may be one of the labels or a new name. */
  mergeLabels(datasetId: string, labels: readonly string[], into: string): Promise<void>;
  /** Leaves the rows of a label out. */
  dropLabel(datasetId: string, label: string): Promise<void>;
  /** Takes the rows of a dropped raw value in again. */
  restoreLabel(datasetId: string, raw: string): Promise<void>;
  /** Gives a label another id. */
  moveLabel(datasetId: string, label: string, toIndex: number): Promise<void>;
  /** Back to the labels as the file has them. */
  resetLabels(datasetId: string): Promise<void>;
  setSplit(datasetId: string, split: SplitSpec): Promise<void>;
  /** How tags are read, and what becomes of rows with problems. */
  setTagging(datasetId: string, tagging: Partial<Tagging>): Promise<void>;
  /** Sentences from data record `row` on, as the chosen model sees them; null (and a notice) if they cannot be had. */
  alignRows(datasetId: string, range: AlignRange): Promise<readonly AlignedRow[] | null>;
  rename(datasetId: string, name: string): Promise<void>;
  /** Deletes the record and its files; refused with a notice while a live run trains on it. */
  remove(datasetId: string): Promise<void>;
  inspect(datasetId: string): Promise<void>;
  cancelImport(jobId: string): void;
  dismissImport(jobId: string): void;
}

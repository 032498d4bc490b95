import type {
  AlignedRow,
  DatasetFile,
  DatasetRecord,
  DatasetReport,
  ParseOptions,
  PreparedData,
  TableRow,
  TagScheme,
} from './dataset';
import type { Warning } from './events';
import type { ModelRecord } from './model';
import type { AggregationStrategy, Prediction, PredictionFormat, PredictionTarget } from './predictions';
import type { Result } from './result';
import type { DeviceReport, Evaluation, RunSpec } from './run';
import type { SplitName } from './task';
import type { Recipe } from '../recipe/recipe';

/*
 * The worker boundary. Each interface is written as the caller sees it: a promise of a value that may reject
 * with an `AppError`. `Wire` turns it into what travels (a `Result` envelope); `client/` unpacks it again.
 * Bytes do not cross: files are `File` handles or paths in the file store.
 */
export type Wire<Api> = {
  readonly [Method in keyof Api]: Api[Method] extends (...args: infer Args) => Promise<infer Value>
    ? (...args: Args) => Promise<Result<Value>>
    : never;
};

/** Methods whose first argument is an operation id report progress as `OperationEvent`s and can be cancelled. */
export interface Operations {
  /** Opens the one-way channel for `OperationEvent`s of this worker. */
  connect(port: MessagePort): Promise<void>;
  /** The operation rejects with `WORKER_CANCELLED` at its next boundary; unknown ids are ignored (it may just have ended). */
  cancel(operationId: string): Promise<void>;
}

export interface FileImport {
  readonly datasetId: string;
  readonly fileId: string;
  readonly file: File;
}

export type ModelImport =
  | { readonly kind: 'starter' }
  /** Files of a folder (with relative paths as names), or one zip. */
  | { readonly kind: 'local'; readonly name: string; readonly files: readonly File[] }
  | { readonly kind: 'hub'; readonly repo: string; readonly revision: string; readonly token: string | null };

/** What decides how a dataset is tokenized. */
export interface PrepareRequest {
  readonly dataset: DatasetRecord;
  readonly modelId: string;
  readonly maxLength: number;
  /** Which tokens of a word carry its label; without meaning where texts are classified. */
  readonly labelAllTokens: Recipe['labelAllTokens'];
}

/** Sentences of one file, from the data record `row` (from 1) on. */
export interface AlignRequest extends PrepareRequest {
  readonly fileId: string;
  readonly row: number;
  readonly limit: number;
  /** As the report has it for the file. */
  readonly scheme: TagScheme;
}

/** The data worker: sniffs, parses, checks and tokenizes files; takes models in. */
export interface DataApi extends Operations {
  /** Keeps the bytes, sniffs, parses into the file store. The caller adds the result to its `DatasetRecord`. */
  importFile(operationId: string, request: FileImport): Promise<DatasetFile>;
  /** Parses the kept bytes again with the person's corrections. */
  reparseFile(
    operationId: string,
    request: { readonly datasetId: string; readonly file: DatasetFile; readonly options: ParseOptions },
  ): Promise<DatasetFile>;
  /** Rows of a parsed file from `offset` (0-based), for the preview. */
  readRows(
    datasetId: string,
    fileId: string,
    range: { readonly offset: number; readonly limit: number },
  ): Promise<TableRow[]>;
  /** Counts labels, splits and excluded rows. Throws `DATA_COLUMN_MISSING`. */
  inspect(operationId: string, dataset: DatasetRecord): Promise<DatasetReport>;
  /** Tokenizes for a model. Throws `DATA_ONE_LABEL`, `DATA_NO_USABLE_ROWS`, `MODEL_*`. Cached by its inputs. */
  prepare(operationId: string, request: PrepareRequest): Promise<PreparedData>;
  /** Sentences with the tokens of their words and the label of each. Throws `DATA_COLUMN_MISSING`, `MODEL_*`. */
  alignRows(request: AlignRequest): Promise<AlignedRow[]>;
  /** Reads, checks and stores a model; writes its record. */
  importModel(operationId: string, request: ModelImport): Promise<ModelRecord>;
}

export interface PlanRequest {
  readonly modelId: string;
  readonly data: PreparedData;
  readonly recipe: Recipe;
}

/** What a run will take, without loading weights. Bytes of memory on the device. */
export interface Plan {
  readonly parameterCount: number;
  readonly trainableCount: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  readonly warmupSteps: number;
  readonly memory: {
    readonly weights: number;
    readonly gradients: number;
    readonly optimizer: number;
    readonly activations: number;
  };
  readonly checkpointBytes: number;
  readonly warnings: readonly Warning[];
}

/** A short timed trial of this model, recipe and data on this device. */
export interface Probe {
  readonly device: DeviceReport;
  /** Median time of an optimizer step at the data's mean padded length. */
  readonly stepMs: number;
  /** Forward pass of one evaluation batch. */
  readonly evalBatchMs: number;
  /** For the whole run, evaluations included. */
  readonly seconds: number;
  readonly tokensPerSecond: number;
}

export type ControlAction = 'pause' | 'resume' | 'checkpoint' | 'stop';

export interface ExportReport {
  /** Path in the file store. */
  readonly path: string;
  readonly fileName: string;
  readonly sizeBytes: number;
}

/** A file to predict, and the form of the result. */
export interface FilePredictionRequest {
  readonly file: File;
  /** null guesses. Files of words with tags have none: there the words are read as they are cut. */
  readonly textColumn: string | null;
  /** One of the target's task (`PREDICTION_FORMATS`). */
  readonly format: PredictionFormat;
  /** How tokens become entities; without meaning for text classification. */
  readonly strategy: AggregationStrategy;
}

/** Results of predicting a whole file: a file in the file store. */
export interface FilePrediction {
  readonly path: string;
  readonly fileName: string;
  readonly rows: number;
  readonly skipped: number;
}

/** The training worker: owns the device and the engine. At most one run is open at a time. */
export interface TrainingApi extends Operations {
  /** A buffer whose first Int32 the worker increments as it works (between layers): the sign of life. */
  heartbeat(buffer: SharedArrayBuffer): Promise<void>;
  plan(request: PlanRequest): Promise<Plan>;
  probe(operationId: string, request: PlanRequest & { readonly backend: RunSpec['backend'] }): Promise<Probe>;
  /**
   * Loads weights and data, from the newest resumable checkpoint when the run has one; resolves in `ready`.
   * Events of the run go to `events` until `close`. Throws `RUN_BUSY` while another run is open.
   */
  open(runId: string, events: MessagePort): Promise<void>;
  /** Begins or goes on training; resolves as soon as the first step is under way. */
  start(runId: string): Promise<void>;
  /** Resolves when the state is reached, at a step boundary. */
  control(runId: string, action: ControlAction): Promise<void>;
  /** Evaluates the best weights on a split. */
  evaluate(operationId: string, runId: string, split: SplitName): Promise<Evaluation>;
  /** Served between steps while training runs. */
  predict(operationId: string, target: PredictionTarget, texts: readonly string[]): Promise<Prediction[]>;
  /**
   * Predicts every row of a dropped file: a CSV keeps its columns, JSON lines have a text and its spans (positions in
   * code points, as Python counts), CoNLL has words with tags.
   */
  predictFile(
    operationId: string,
    target: PredictionTarget,
    request: FilePredictionRequest,
  ): Promise<FilePrediction>;
  /** Writes the zip of a run's best weights. */
  exportRun(operationId: string, runId: string): Promise<ExportReport>;
  /** Frees the device memory of the open run; a live run is stopped first. */
  close(runId: string): Promise<void>;
}

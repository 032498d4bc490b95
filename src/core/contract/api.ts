import type { BundleReport, BundleRequest, RunImport } from './cluster';
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
import type { Certificate, ExportReport, InferenceDevice, Precision } from './export';
import type { ModelRecord } from './model';
import type { AggregationStrategy, Prediction, PredictionFormat, PredictionTarget } from './predictions';
import type { Result } from './result';
import type { DeviceReport, Evaluation, RunRecord, RunSpec } from './run';
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
  /** The run whose tokenizer is taken, as the run keeps it; null takes the library's. */
  readonly runId: string | null;
  /** As the report has it for the file. */
  readonly scheme: TagScheme;
  /** Those of the model, as the report has them. */
  readonly tags: readonly string[];
}

export interface PackRequest {
  readonly dataset: DatasetRecord;
  /** "owner/name" on the Hub, for the card. */
  readonly repo: string;
}

/** A dataset as it is learned from: a zip in the file store. */
export interface PackedDataset {
  readonly path: string;
  readonly sizeBytes: number;
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
  /** Sentences with the tokens of their words and the label of each. Throws `DATA_COLUMN_MISSING`, `MODEL_*`, `RUN_MODEL_GONE`. */
  alignRows(request: AlignRequest): Promise<AlignedRow[]>;
  /** Writes rows as repaired, by split, with a card and the record of repairs. Throws `DATA_*`, `EXPORT_FAILED`. */
  packDataset(operationId: string, request: PackRequest): Promise<PackedDataset>;
  /** Reads, checks and stores a model; writes its record. */
  importModel(operationId: string, request: ModelImport): Promise<ModelRecord>;
  /** Takes a model out of the library; its runs keep what they need of it. */
  removeModel(modelId: string): Promise<void>;
  /**
   * Writes what trains a run elsewhere. Throws `DATA_CHANGED` where the dataset is not what the run was prepared with,
   * `RUN_MODEL_GONE`, `RUN_BASE_GONE`, `RUN_BASE_REPLACED`, `MODEL_*`, `EXPORT_FAILED`.
   */
  exportBundle(operationId: string, request: BundleRequest): Promise<BundleReport>;
  /** Takes in what a bundle's training left, and writes the run's record. Throws `RUN_NOT_FINISHED`, `MODEL_*`. */
  importRun(operationId: string, request: RunImport): Promise<RunRecord>;
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

/** The engine's answers that an export is compared with. */
export interface ReferenceReport {
  readonly path: string;
  /** The weights are those after this step. */
  readonly step: number;
  readonly split: SplitName;
  readonly rows: number;
}

/** What a model says about texts, in their order. */
export interface Answers {
  readonly predictions: readonly Prediction[];
  /** The model's time alone, without reading the texts; mean over them. */
  readonly millisecondsPerText: number;
}

/** A file to predict, and the form of the result. */
export interface FilePredictionRequest {
  readonly file: File;
  /** null guesses. In files of words, one a row or as lists, the words are read as they are cut, sentence by sentence. */
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
  /** What is counted: in files with a word a line, sentences. */
  readonly unit: 'row' | 'sentence';
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
  predict(operationId: string, target: PredictionTarget, texts: readonly string[]): Promise<Answers>;
  /**
   * Predicts every row of a dropped file: a CSV keeps its columns, JSON lines have a text and its spans (positions in
   * code points, as Python counts), CoNLL has words with tags. Words in a row each are read as sentences.
   */
  predictFile(
    operationId: string,
    target: PredictionTarget,
    request: FilePredictionRequest,
  ): Promise<FilePrediction>;
  /** Writes the zip of a run's best weights, without a certificate, and `paths.exportReport` beside it. */
  exportRun(operationId: string, runId: string): Promise<ExportReport>;
  /**
   * Writes what the engine makes of rows of the test split (else validation, else training), with the best weights:
   * `paths.reference`, which `InferenceApi.certify` compares with. Throws `DATA_NO_USABLE_ROWS`.
   */
  reference(operationId: string, runId: string): Promise<ReferenceReport>;
  /** Frees the device memory of the open run; a live run is stopped first. */
  close(runId: string): Promise<void>;
}

/** One precision of a run's zip, on one device. */
export interface ExportTarget {
  readonly runId: string;
  readonly precision: Precision;
  readonly device: InferenceDevice;
}

/** An exported model that is ready to answer. */
export interface OpenedExport extends ExportTarget {
  readonly file: string;
  readonly sizeBytes: number;
  /** Reading the file and starting ONNX Runtime; what was open before counts as it did then. */
  readonly loadMs: number;
}

/**
 * The inference worker: runs a run's zip as another site would, by `@huggingface/transformers` on ONNX Runtime, from
 * the studio's own origin. At most one exported model is open at a time. Throws `EXPORT_MISSING` where no zip was
 * written yet, `EXPORT_UNOPENABLE` where the library or the device cannot run it.
 */
export interface InferenceApi extends Operations {
  /** Opens a target and closes the one before; an open one stays. */
  openExport(operationId: string, target: ExportTarget): Promise<OpenedExport>;
  /**
   * Opens the target if it is not, and asks about one text at a time; the studio's tokenizer reads them, so that
   * positions are known.
   */
  predictExport(operationId: string, target: ExportTarget, texts: readonly string[]): Promise<Answers>;
  /**
   * Compares every precision with `paths.reference` and writes the certificate into the zip (README.md,
   * certificate.json) and the report. A precision that fails is part of the certificate, not an error. Throws
   * `EXPORT_STALE` where zip and reference are of different weights.
   */
  certify(
    operationId: string,
    request: { readonly runId: string; readonly device: InferenceDevice },
  ): Promise<ExportReport & { readonly certificate: Certificate }>;
  /** Frees the memory of the open model. */
  closeExport(): Promise<void>;
}

import type {
  Answers,
  ControlAction,
  DataApi,
  ExportTarget,
  FileImport,
  FilePrediction,
  FilePredictionRequest,
  ModelImport,
  OpenedExport,
  PackedDataset,
  PackRequest,
  Plan,
  PlanRequest,
  PrepareRequest,
  Probe,
  ReferenceReport,
} from '../core/contract/api';
import type { DatasetFile, DatasetRecord, DatasetReport, PreparedData } from '../core/contract/dataset';
import type { BundleReport, BundleRequest, RunImport } from '../core/contract/cluster';
import type { Failure } from '../core/contract/errors';
import type { OperationEvent, RunEvent } from '../core/contract/events';
import type { HubApi, PushReport, PushRequest } from '../core/contract/hub';
import type { Certificate, ExportReport, InferenceDevice } from '../core/contract/export';
import type { ModelRecord } from '../core/contract/model';
import type { PredictionTarget } from '../core/contract/predictions';
import type { Evaluation, RunRecord, RunSpec } from '../core/contract/run';
import type { SplitName } from '../core/contract/task';

/** For calls that take a while: what they tell on the way, and a signal that cancels them. */
export interface CallOptions {
  readonly onProgress?: ((event: OperationEvent) => void) | undefined;
  /** An aborted call rejects with `WORKER_CANCELLED`. */
  readonly signal?: AbortSignal | undefined;
}

type ReparseRequest = Parameters<DataApi['reparseFile']>[1];

/** The data worker as the main thread sees it; every method rejects with an `AppError` (codes of `DataApi`, `WORKER_*`). */
export interface DataClient {
  importFile(request: FileImport, options?: CallOptions): Promise<DatasetFile>;
  reparseFile(request: ReparseRequest, options?: CallOptions): Promise<DatasetFile>;
  readRows: DataApi['readRows'];
  inspect(dataset: DatasetRecord, options?: CallOptions): Promise<DatasetReport>;
  prepare(request: PrepareRequest, options?: CallOptions): Promise<PreparedData>;
  alignRows: DataApi['alignRows'];
  packDataset(request: PackRequest, options?: CallOptions): Promise<PackedDataset>;
  importModel(request: ModelImport, options?: CallOptions): Promise<ModelRecord>;
  removeModel: DataApi['removeModel'];
  exportBundle(request: BundleRequest, options?: CallOptions): Promise<BundleReport>;
  importRun(request: RunImport, options?: CallOptions): Promise<RunRecord>;
}

export interface RunHandlers {
  readonly onEvent: (event: RunEvent) => void;
  /** Events are missing between two that arrived: what was mirrored from them must be read again. */
  readonly onGap: (missing: number) => void;
  /** The worker died with the run in it; no more events will come. */
  readonly onLost: (failure: Failure) => void;
}

/** The training worker as the main thread sees it; every method rejects with an `AppError`. */
export interface TrainingClient {
  plan(request: PlanRequest): Promise<Plan>;
  /** Also sets how long the worker may be silent before it counts as dead. */
  probe(
    request: PlanRequest & { readonly backend: RunSpec['backend'] },
    options?: CallOptions,
  ): Promise<Probe>;
  open(runId: string, handlers: RunHandlers): Promise<void>;
  start(runId: string): Promise<void>;
  control(runId: string, action: ControlAction): Promise<void>;
  evaluate(runId: string, split: SplitName, options?: CallOptions): Promise<Evaluation>;
  predict(target: PredictionTarget, texts: readonly string[], options?: CallOptions): Promise<Answers>;
  predictFile(
    target: PredictionTarget,
    request: FilePredictionRequest,
    options?: CallOptions,
  ): Promise<FilePrediction>;
  exportRun(runId: string, options?: CallOptions): Promise<ExportReport>;
  reference(runId: string, options?: CallOptions): Promise<ReferenceReport>;
  close(runId: string): Promise<void>;
}

/** The inference worker as the main thread sees it; every method rejects with an `AppError` (codes of `InferenceApi`). */
export interface InferenceClient {
  openExport(target: ExportTarget, options?: CallOptions): Promise<OpenedExport>;
  predictExport(target: ExportTarget, texts: readonly string[], options?: CallOptions): Promise<Answers>;
  certify(
    request: { readonly runId: string; readonly device: InferenceDevice },
    options?: CallOptions,
  ): Promise<ExportReport & { readonly certificate: Certificate }>;
  closeExport(): Promise<void>;
}

/** The hub worker as the main thread sees it; every method rejects with an `AppError`. */
export interface HubClient {
  readonly account: HubApi['account'];
  readonly repository: HubApi['repository'];
  readonly contents: HubApi['contents'];
  push(request: PushRequest, options?: CallOptions): Promise<PushReport>;
}

export interface StudioClient {
  readonly data: DataClient;
  readonly training: TrainingClient;
  readonly hub: HubClient;
  readonly inference: InferenceClient;
}

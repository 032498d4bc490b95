import type { ErrorDetails, Failure } from './errors';
import type { Checkpoint, DeviceReport, Evaluation, Progress } from './run';
import type { RunState } from './run-state';
import type { MetricColumns } from '../metrics/columns';

/** Advice given while a run goes on; the texts lie in `core/contract/warning-messages.ts`. */
export const WARNING_CODES = [
  'LOSS_FLAT',
  'LOSS_DIVERGES',
  'OVERFITTING',
  'DEVICE_FALLBACK',
  'DEVICE_RECOVERED',
  'CHECKPOINT_SKIPPED',
  'STORAGE_LOW',
  'WARMUP_TOO_LONG',
  'TEXTS_TRUNCATED',
  'FEW_EXAMPLES',
  'NO_VALIDATION',
  'MODEL_UNTRAINED',
  'POOLER_NEW',
  'SLOW_DEVICE',
  'BATCH_TOO_LARGE',
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

export interface Warning {
  readonly code: WarningCode;
  readonly details: ErrorDetails;
}

/** What a run tells, one way, over its own `MessagePort`; `seq` counts from 0 without gaps. */
export type RunEvent = {
  readonly runId: string;
  readonly seq: number;
  readonly step: number;
} & (
  | { readonly type: 'state'; readonly state: RunState }
  | { readonly type: 'device'; readonly device: DeviceReport }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'metrics'; readonly columns: MetricColumns }
  | { readonly type: 'evaluation'; readonly evaluation: Evaluation }
  | { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly type: 'warning'; readonly warning: Warning }
  | { readonly type: 'error'; readonly failure: Failure }
);

/** Distributes `Omit` over the union, so that each kind of event keeps its own fields. */
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** An event before the emitter stamps run id and sequence number on it. */
export type RunEventBody = DistributiveOmit<RunEvent, 'runId' | 'seq'>;

/** Progress of a long operation other than a run (import, tokenize, download, export, predict a file). */
export interface OperationEvent {
  readonly operationId: string;
  readonly stage:
    | 'reading'
    | 'parsing'
    | 'tokenizing'
    | 'downloading'
    | 'checking'
    | 'writing'
    | 'uploading'
    | 'committing'
    | 'predicting'
    | 'waiting';
  readonly done: number;
  /** In the unit of `done`; null while unknown. */
  readonly total: number | null;
  readonly unit: 'bytes' | 'rows';
}

import type { UnmadePrecision } from '../../core/contract/export';
import type { ModelRecord } from '../../core/contract/model';
import type { RunRecord } from '../../core/contract/run';
import type { TrainingHistory } from '../train/trainer-state';

/** Weights under their Hugging Face names; `read` is called one after the other, again for each file they go into. */
export interface WeightSource {
  readonly specs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  read(name: string): Promise<Float32Array<ArrayBuffer>>;
}

/** Everything that an export is made of; the files of the base model as they were stored, parsed as JSON. */
export interface ExportInput {
  readonly run: RunRecord;
  /** Step after which `weights` were taken: decides which evaluations are theirs. */
  readonly weightsStep: number;
  /** The model the run started from. */
  readonly base: ModelRecord;
  readonly configJson: unknown;
  readonly tokenizerJson: unknown;
  /** null where the base model had no tokenizer_config.json. */
  readonly tokenizerConfig: unknown;
  readonly history: TrainingHistory;
  readonly weights: WeightSource;
  /** What the zip goes without, as `unmadePrecisions` finds it. */
  readonly unmade: readonly UnmadePrecision[];
}

import type { FilePrediction, FilePredictionRequest } from '../../core/contract/api';
import type { AggregationStrategy, Prediction, PredictionTarget } from '../../core/contract/predictions';
import type { Remote } from '../remote';

/** One text asked of a target, and of the model before training where the target is a run. */
export interface Attempt {
  readonly id: string;
  readonly target: PredictionTarget;
  readonly text: string;
  readonly tuned: Remote<Prediction>;
  /** "idle" where there is nothing to compare with. A `pending` with stage "waiting" waits for a training step. */
  readonly base: Remote<Prediction>;
}

export interface PlaygroundSlice {
  /** Newest first, at most 20. */
  readonly attempts: readonly Attempt[];
  readonly filePrediction: Remote<FilePrediction>;
  /** How entities are put together wherever they are shown; every answer holds all five. */
  readonly strategy: AggregationStrategy;

  /** Asks the target for each text; the attempts carry results and failures. */
  predict(target: PredictionTarget, texts: readonly string[]): Promise<void>;
  clear(): void;
  setStrategy(strategy: AggregationStrategy): void;
  /** Predicts every row of a file; `textColumn` null takes the column that looks like text. */
  predictFile(target: PredictionTarget, request: FilePredictionRequest): Promise<void>;
  cancelFilePrediction(): void;
  /** Hands the predicted file to the browser's downloads. */
  saveFilePrediction(): Promise<void>;
}

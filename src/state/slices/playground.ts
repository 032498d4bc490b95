import type {
  ExportTarget,
  FilePrediction,
  FilePredictionRequest,
  OpenedExport,
} from '../../core/contract/api';
import type { AggregationStrategy, Prediction, PredictionTarget } from '../../core/contract/predictions';
import type { Remote } from '../remote';

/** What a model says about one text, and how long it took: the model alone, without reading the text. */
export interface TimedPrediction {
  readonly prediction: Prediction;
  readonly milliseconds: number;
}

/** One text asked of a target, and of one other model to stand beside it. */
export interface Attempt {
  readonly id: string;
  readonly target: PredictionTarget;
  readonly text: string;
  readonly tuned: Remote<TimedPrediction>;
  /**
   * The run's model before training; "idle" where it was not asked. A `pending` with stage "waiting" waits for a
   * training step.
   */
  readonly base: Remote<TimedPrediction>;
  /** The run's model in an exported file, asked in place of the base; null where the studio was asked alone. */
  readonly exported: ExportedAnswer | null;
}

export interface ExportedAnswer {
  readonly target: ExportTarget;
  readonly answer: Remote<TimedPrediction>;
}

export interface PlaygroundSlice {
  /** Newest first, at most 20. */
  readonly attempts: readonly Attempt[];
  readonly filePrediction: Remote<FilePrediction>;
  /** What the file was last predicted by. */
  readonly fileTarget: PredictionTarget | null;
  /** How entities are put together wherever they are shown; every answer holds all five. */
  readonly strategy: AggregationStrategy;
  /** The exported file that is asked beside the studio's model; null asks the studio alone. */
  readonly format: ExportTarget | null;
  /** That file in ONNX Runtime. */
  readonly opened: Remote<OpenedExport>;

  /**
   * Asks the target for each text, and then the exported file, one after the other so that neither slows the other; or
   * the model before training, where there is no file and the target is a run. The attempts carry results and failures.
   */
  predict(target: PredictionTarget, texts: readonly string[], exported?: ExportTarget | null): Promise<void>;
  /** Opens an exported file, or frees the open one with null. An opening that is cancelled by null asks the studio. */
  chooseFormat(format: ExportTarget | null): Promise<void>;
  /** Opens the exported file of this run that was chosen before; one of another run is chosen no more. */
  enter(runId: string): Promise<void>;
  /** Frees the memory of the open file, and gives up what it was asked; it stays chosen. */
  leave(): Promise<void>;
  /** Texts of other runs stand in the same list. */
  forget(attemptIds: readonly string[]): void;
  setStrategy(strategy: AggregationStrategy): void;
  /** Predicts every row of a file; `textColumn` null takes the column that looks like text. */
  predictFile(target: PredictionTarget, request: FilePredictionRequest): Promise<void>;
  cancelFilePrediction(): void;
  /** Hands the predicted file to the browser's downloads. */
  saveFilePrediction(): Promise<void>;
}

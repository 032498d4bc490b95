import { AppError } from '../../core/contract/errors';
import type { RunEventBody } from '../../core/contract/events';
import type { Evaluation, RunSpec } from '../../core/contract/run';
import type { ExampleSet } from '../data/example-set';
import { scoreSplit } from '../evaluate/score-split';
import type { LoadedModel } from '../models/loaded-model';
import { breathe } from '../runtime/breathe';
import type { Device } from '../runtime/device';
import { OverfittingAdvisor } from './advice';
import type { ControlMailbox } from './control-mailbox';
import { judgeEvaluation } from './judge-evaluation';
import { evaluationEntry, trainLoss } from './log-history';
import type { MetricCollector } from './metric-collector';
import type { TrainingState } from './training-state';

export interface ValidationParts {
  readonly device: Device;
  readonly loaded: LoadedModel;
  readonly spec: RunSpec;
  readonly examples: ExampleSet;
  readonly padTokenId: number;
  readonly mailbox: ControlMailbox;
  readonly metrics: MetricCollector;
  readonly emit: (event: RunEventBody) => void;
  readonly serve: () => Promise<boolean>;
  readonly touch: () => void;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** A request to halt came in the middle. */
class Interrupted extends Error {}

/** Scores the validation split during a run, and draws the conclusions. */
export class Validation {
  private readonly overfitting = new OverfittingAdvisor();

  constructor(private readonly parts: ValidationParts) {}

  /** Null when it gave way to a request to halt: it is to be begun again afterwards. */
  async score({ step, epoch }: TrainingState): Promise<Evaluation | null> {
    const { mailbox, serve } = this.parts;
    const between = async () => {
      await breathe();
      await serve();
      if (mailbox.wantsHalt) throw new Interrupted();
    };
    try {
      return await scoreSplit({ ...this.parts, split: 'validation', at: { step, epoch }, between });
    } catch (thrown) {
      if (thrown instanceof Interrupted) return null;
      throw thrown;
    }
  }

  /** Tells an evaluation; returns the state with what follows from it. Throws `RUN_DIVERGED`. */
  note(evaluation: Evaluation, state: TrainingState): TrainingState {
    const { spec, metrics, emit } = this.parts;
    const { step } = state;
    const { loss } = evaluation.metrics;
    if (loss !== undefined && !Number.isFinite(loss)) throw new AppError('RUN_DIVERGED', { step });
    emit({ type: 'evaluation', step, evaluation });
    const learned = trainLoss(metrics.losses);
    if (loss !== undefined && learned !== null) {
      const warning = this.overfitting.add(step, loss, learned);
      if (warning !== null) emit({ type: 'warning', step, warning });
    }
    const batches = Math.ceil(evaluation.examples / spec.recipe.perDeviceEvalBatchSize);
    metrics.addEvaluation(evaluation, evaluationEntry({ ...evaluation, batches }));
    return { ...state, ...judgeEvaluation(state, evaluation, spec.recipe) };
  }
}

import { AppError } from '../../core/contract/errors';
import type { RunEventBody } from '../../core/contract/events';
import type { Checkpoint, RunSpec } from '../../core/contract/run';
import type { RunState, RunTransition } from '../../core/contract/run-state';
import { planSteps, type StepPlan } from '../../core/recipe/steps';
import type { ExampleSet } from '../data/example-set';
import { labelKind } from '../evaluate/score-split';
import type { LoadedModel } from '../models/loaded-model';
import { breathe } from '../runtime/breathe';
import type { Device } from '../runtime/device';
import { LossAdvisor } from './advice';
import type { ControlMailbox } from './control-mailbox';
import { dueActions } from './intervals';
import { summaryEntry, trainLoss } from './log-history';
import { type StepReport, trainingLoop } from './loop';
import { MetricCollector } from './metric-collector';
import { ProgressTeller } from './progress-teller';
import { RunControl, Stopped } from './run-control';
import { RunLifecycle } from './run-lifecycle';
import { StepsInFlight } from './steps-in-flight';
import type { TrainingState } from './training-state';
import { Validation } from './validation';

export interface SessionParts {
  readonly device: Device;
  readonly loaded: LoadedModel;
  readonly spec: RunSpec;
  readonly splits: Readonly<Record<'train' | 'validation', ExampleSet | null>>;
  readonly padTokenId: number;
  /** "opening": told before the session was there. */
  readonly runState: RunState;
  /** Where to go on from. */
  readonly state: TrainingState;
  readonly mailbox: ControlMailbox;
  readonly emit: (event: RunEventBody) => void;
  /** Writes weights, optimizer and `state`; older checkpoints may go. */
  readonly save: (state: TrainingState, options: { readonly final: boolean }) => Promise<Checkpoint>;
  /**
   * Work that waits for the device between two steps, such as predictions; true when there was any. `settle` is
   * called before it: to it, the device has done all steps so far.
   */
  readonly serve: (settle?: () => Promise<void>) => Promise<boolean>;
  readonly touch: () => void;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/**
 * One run from its first step (or a checkpoint) to its end: drives the loop, and does what falls due between
 * steps: metrics, evaluation, checkpoints, early stopping, and what the mailbox asks for.
 */
export class TrainingSession {
  /** After the last step that was handed to the device. */
  private state: TrainingState;
  /** The last step that the device has done. */
  private done: { readonly step: number; readonly epoch: number };
  private readonly plan: StepPlan;
  private readonly lifecycle: RunLifecycle;
  private readonly metrics: MetricCollector;
  private readonly inFlight: StepsInFlight;
  private readonly progress: ProgressTeller;
  private readonly validation: Validation | null;
  private readonly control: RunControl;
  private readonly flosPerToken: number;

  constructor(private readonly parts: SessionParts) {
    const { spec, splits, state, emit, now } = parts;
    this.state = state;
    this.done = state;
    this.plan = planSteps(spec.recipe, spec.data.splits.train.examples);
    this.lifecycle = new RunLifecycle({ ...parts, ...state, step: () => this.state.step });
    this.metrics = new MetricCollector({
      losses: state.losses,
      logHistory: state.logHistory,
      advisor: new LossAdvisor(Math.log(spec.labels.length), this.plan.warmupSteps),
      emit,
      now,
    });
    const { plan, metrics, lifecycle } = this;
    this.inFlight = new StepsInFlight((report, outcome, at) => {
      this.done = report;
      metrics.add(report, outcome, at, this.dueAt(report.step).log);
    }, now);
    this.progress = new ProgressTeller({
      recipe: spec.recipe,
      plan,
      clock: lifecycle.clock,
      metrics,
      emit,
      now,
    });
    this.validation =
      splits.validation === null ? null : new Validation({ ...parts, metrics, examples: splits.validation });
    this.control = new RunControl({
      ...parts,
      lifecycle,
      metrics,
      settle: () => this.settle(),
      state: () => this.checkpointState(),
      tellProgress: (phase) => this.progress.tell(this.done, phase, { always: true }),
    });
    // Six operations a parameter and token, embedding tables left out (transformers' floating_point_ops).
    this.flosPerToken =
      6 *
      parts.loaded.store.parameters
        .filter(({ name }) => !name.endsWith('_embeddings.weight'))
        .reduce((sum, { size }) => sum + size, 0);
  }

  get status(): RunState['status'] {
    return this.lifecycle.status;
  }

  /** The step that the weights on the device belong to, once it has done what it was handed. */
  get step(): number {
    return this.state.step;
  }

  /** Moves the state machine and tells it. */
  transition(transition: RunTransition): void {
    this.lifecycle.transition(transition);
  }

  /** Trains to the end, a stop or a failure, which it tells; rejects with `GPU_LOST` alone, for the caller to mend. */
  async run(): Promise<void> {
    try {
      this.transition({ type: 'start' });
      this.metrics.restartClock();
      await this.train();
    } catch (thrown) {
      if (thrown instanceof Stopped) return;
      const error = await this.parts.device.explain(thrown);
      if (error.code === 'GPU_LOST') throw error;
      // Weights on disk stay as the last checkpoint left them.
      this.lifecycle.fail(error);
    }
  }

  private async train(): Promise<void> {
    const { spec, splits, device, loaded, padTokenId, touch } = this.parts;
    const examples = splits.train;
    if (examples === null) throw new AppError('DATA_NO_USABLE_ROWS', { split: 'train' });
    // A checkpoint may lie between a step and its evaluation, or after the one that ended the run early.
    let outcome = this.state.step === 0 ? 'go on' : await this.betweenSteps();
    const loop = trainingLoop({
      device,
      loaded,
      examples,
      labels: labelKind(spec),
      padTokenId,
      maxLength: spec.data.maxLength,
      recipe: spec.recipe,
      plan: this.plan,
      firstStep: this.state.step,
      touch,
    });
    while (outcome === 'go on') {
      const { done, value: report } = await loop.next();
      if (done) break;
      this.state = this.stateAfter(report);
      await this.inFlight.add(report);
      outcome = await this.betweenSteps();
    }
    if (outcome !== 'stop') await this.finish();
  }

  private stateAfter({ step, epoch, examples, paddedTokens }: StepReport): TrainingState {
    return {
      ...this.state,
      step,
      epoch,
      examples: this.state.examples + examples,
      totalFlos: this.state.totalFlos + this.flosPerToken * paddedTokens,
    };
  }

  /** What falls due after a step. An evaluation that a request interrupted is begun again when the run goes on. */
  private async betweenSteps(): Promise<'go on' | 'finish' | 'stop'> {
    for (;;) {
      if (this.owesEvaluation) await this.evaluateAndSave();
      await breathe();
      this.inFlight.land();
      this.progress.tell(this.done, 'training');
      if (await this.parts.serve(() => this.settle())) this.metrics.restartClock();
      if ((await this.control.obey()) === 'stop') return 'stop';
      if (!this.owesEvaluation) return this.isPatienceSpent ? 'finish' : 'go on';
    }
  }

  private async settle(): Promise<void> {
    await this.inFlight.drain();
    this.metrics.flush();
  }

  private dueAt(step: number) {
    return dueActions(this.parts.spec.recipe, this.plan, step);
  }

  private get owesEvaluation(): boolean {
    const { step, evaluatedStep } = this.state;
    const { evalStrategy } = this.parts.spec.recipe;
    const isDue = this.dueAt(step).evaluate || (evalStrategy === 'no' && step === this.plan.totalSteps);
    return isDue && evaluatedStep < step;
  }

  private get isPatienceSpent(): boolean {
    const { earlyStoppingPatience } = this.parts.spec.recipe;
    return earlyStoppingPatience > 0 && this.state.earlyStopping.patienceCounter >= earlyStoppingPatience;
  }

  /** Scores the validation split, keeps the books, writes a checkpoint; a request to halt leaves all of it for later. */
  private async evaluateAndSave(): Promise<void> {
    await this.settle();
    if (this.validation !== null) {
      this.progress.tell(this.done, 'evaluating', { always: true });
      const evaluation = await this.validation.score(this.state);
      if (evaluation === null) return;
      this.progress.evaluationTook(evaluation.seconds);
      this.state = this.validation.note(evaluation, this.state);
    }
    this.state = { ...this.state, evaluatedStep: this.state.step };
    await this.control.save(false);
    this.metrics.restartClock();
  }

  private async finish(): Promise<void> {
    await this.settle();
    const { step, epoch, examples: samples, totalFlos } = this.state;
    const seconds = this.lifecycle.clock.elapsedSeconds;
    const loss = trainLoss(this.metrics.losses);
    this.metrics.addSummary(summaryEntry({ seconds, samples, totalFlos, trainLoss: loss, epoch, step }));
    await this.control.save(true);
    this.progress.tell(this.done, 'training', { always: true });
    this.transition({ type: 'complete' });
  }

  private checkpointState(): TrainingState {
    return {
      ...this.state,
      elapsedSeconds: this.lifecycle.clock.elapsedSeconds,
      losses: this.metrics.losses,
      logHistory: [...this.metrics.logHistory],
    };
  }
}

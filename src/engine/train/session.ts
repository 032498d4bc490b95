import type { ControlAction } from '../../core/contract/api';
import { AppError, toAppError } from '../../core/contract/errors';
import type { RunEventBody } from '../../core/contract/events';
import type { Checkpoint, Evaluation, Progress, RunSpec } from '../../core/contract/run';
import {
  canTransition,
  reduceRunState,
  type RunState,
  type RunTransition,
} from '../../core/contract/run-state';
import type { SplitName } from '../../core/contract/task';
import { planSteps, type StepPlan } from '../../core/recipe/steps';
import type { ExampleSet } from '../data/example-set';
import { labelKind, scoreSplit } from '../evaluate/score-split';
import type { Device } from '../runtime/device';
import { LossAdvisor, OverfittingAdvisor } from './advice';
import { greaterIsBetter, updateBestModel } from './best-model';
import { breathe } from './breathe';
import { updateEarlyStopping } from './early-stopping';
import { dueActions } from './intervals';
import { evaluationEntry, summaryEntry, trainLoss } from './log-history';
import { trainingLoop } from './loop';
import { MetricCollector } from './metric-collector';
import type { LoadedModel } from './step';
import type { TrainingState } from './training-state';

export interface SessionParts {
  readonly device: Device;
  readonly loaded: LoadedModel;
  readonly spec: RunSpec;
  readonly splits: Readonly<Record<SplitName, ExampleSet | null>>;
  readonly padTokenId: number;
  /** "opening": told before the session was there. */
  readonly runState: RunState;
  /** Where to go on from. */
  readonly state: TrainingState;
  readonly emit: (event: RunEventBody) => void;
  /** Writes weights, optimizer and `state`; older checkpoints may go. */
  readonly save: (state: TrainingState, options: { readonly final: boolean }) => Promise<Checkpoint>;
  /** Work that waits for the device between two steps, such as predictions. */
  readonly serve: () => Promise<void>;
  readonly touch: () => void;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** Ends a run that was stopped in the middle of something. */
class Stopped extends Error {}

/** How often progress is told, at most. */
const PROGRESS_MS = 250;
/** A step longer than this is worth a word. */
const SLOW_STEP_SECONDS = 10;

/**
 * One run from its first step (or a checkpoint) to its end: drives the loop, and does what falls due between
 * steps: metrics, evaluation, checkpoints, early stopping, pause and stop.
 */
export class TrainingSession {
  private runState: RunState;
  private state: TrainingState;
  private readonly plan: StepPlan;
  private readonly metrics: MetricCollector;
  private readonly overfitting = new OverfittingAdvisor();
  private request: ControlAction | null = null;
  private waiting: { readonly resolve: () => void; readonly reject: (error: AppError) => void }[] = [];
  private wake: (() => void) | null = null;
  private clock = 0;
  private lastProgress = 0;
  private saidSlow = false;

  constructor(private readonly parts: SessionParts) {
    const { spec } = parts;
    this.runState = parts.runState;
    this.state = parts.state;
    this.plan = planSteps(spec.recipe, spec.data.splits.train.examples);
    this.metrics = new MetricCollector({
      losses: parts.state.losses,
      logHistory: parts.state.logHistory,
      advisor: new LossAdvisor(Math.log(spec.labels.length), this.plan.warmupSteps),
      emit: parts.emit,
      now: parts.now,
    });
  }

  get status(): RunState['status'] {
    return this.runState.status;
  }

  /** The step that the weights on the device belong to. */
  get step(): number {
    return this.state.step;
  }

  /** Moves the state machine and tells it. */
  transition(transition: RunTransition): void {
    this.runState = reduceRunState(this.runState, transition);
    this.parts.emit({ type: 'state', step: this.state.step, state: this.runState });
  }

  /** Trains to the end, a stop or a failure; never rejects. `GPU_LOST` is the caller's to mend: it is thrown. */
  async run(): Promise<void> {
    try {
      this.transition({ type: 'start' });
      this.clock = this.parts.now();
      await this.train();
    } catch (thrown) {
      if (thrown instanceof Stopped) return;
      const error = (await this.loss()) ?? toAppError(thrown);
      if (error.code === 'GPU_LOST') {
        for (const waiter of this.waiting.splice(0)) waiter.reject(error);
        throw error;
      }
      this.fail(error);
    }
  }

  /** The loss of the device, if that is what made something fail: it is told a little after the failure. */
  private async loss(): Promise<AppError | null> {
    for (let i = 0; i < 10; i++) {
      const lost = await Promise.race([this.parts.device.lost, breathe().then(() => null)]);
      if (lost !== null) return lost;
    }
    return null;
  }

  /** Ends the run with a failure; weights on disk stay as the last checkpoint left them. */
  fail(error: AppError): void {
    this.parts.emit({ type: 'error', step: this.state.step, failure: error.failure });
    this.transition({ type: 'fail', failure: error.failure });
    for (const waiter of this.waiting.splice(0)) waiter.reject(error);
  }

  /** Resolves when the state is reached, at a step boundary. Throws `RUN_BAD_TRANSITION`. */
  control(action: ControlAction): Promise<void> {
    if (action === 'checkpoint' ? !this.isActive : !canTransition(this.runState, action)) {
      throw new AppError('RUN_BAD_TRANSITION', { from: this.runState.status, transition: action });
    }
    return new Promise((resolve, reject) => {
      this.request = action;
      this.waiting.push({ resolve, reject });
      this.wake?.();
    });
  }

  private score(split: SplitName): Promise<Evaluation> {
    const { step, epoch } = this.state;
    return scoreSplit({
      ...this.parts,
      split,
      examples: this.parts.splits[split],
      at: { step, epoch },
      between: async () => {
        await breathe();
        await this.parts.serve();
      },
    });
  }

  private get isActive(): boolean {
    return this.runState.status === 'running' || this.runState.status === 'paused';
  }

  private async train(): Promise<void> {
    const { spec, splits, device, loaded, padTokenId, touch } = this.parts;
    const examples = splits.train;
    if (examples === null) throw new AppError('DATA_NO_USABLE_ROWS', { split: 'train' });
    const loop = trainingLoop({
      device,
      loaded,
      examples,
      labels: labelKind(spec),
      padTokenId,
      recipe: spec.recipe,
      plan: this.plan,
      firstStep: this.state.step,
      touch,
    });
    let stoppedEarly = false;
    for await (const report of loop) {
      const due = dueActions(spec.recipe, this.plan, report.step);
      this.metrics.add(report, due.log);
      this.state = {
        ...this.state,
        step: report.step,
        epoch: report.epoch,
        examples: this.state.examples + report.examples,
        totalFlos: this.state.totalFlos + 6 * report.paddedTokens * this.parametersOutsideEmbeddings,
      };
      await this.metrics.flushIfDue();
      if (due.evaluate) {
        stoppedEarly = await this.evaluateAndSave();
        this.metrics.restartClock();
      }
      this.tellProgress('training');
      await breathe();
      await this.parts.serve();
      if ((await this.obey()) === 'stop') return;
      if (stoppedEarly) break;
    }
    await this.finish();
  }

  /** Scores the validation split, keeps the books, writes a checkpoint. True when early stopping ends the run. */
  private async evaluateAndSave(): Promise<boolean> {
    const { spec, splits } = this.parts;
    await this.metrics.flush();
    let stop = false;
    if (splits.validation !== null) {
      this.tellProgress('evaluating', true);
      const evaluation = await this.score('validation');
      stop = this.judge(evaluation);
      this.parts.emit({ type: 'evaluation', step: this.state.step, evaluation });
      const warning = this.overfitting.add(
        this.state.step,
        evaluation.metrics['loss'] ?? Number.NaN,
        trainLoss(this.metrics.losses),
      );
      if (warning !== null) this.parts.emit({ type: 'warning', step: this.state.step, warning });
      this.metrics.addEvaluation(
        evaluation,
        evaluationEntry({
          ...evaluation,
          batches: Math.ceil(evaluation.examples / spec.recipe.perDeviceEvalBatchSize),
        }),
      );
    }
    await this.save(false);
    return stop;
  }

  /** Early stopping first, then the best model: the order of the Trainer's callbacks. */
  private judge(evaluation: Evaluation): boolean {
    const { recipe } = this.parts.spec;
    const value = evaluation.metrics[recipe.metricForBestModel] ?? Number.NaN;
    const greater = greaterIsBetter(recipe.metricForBestModel);
    const { best, earlyStopping } = this.state;
    const outcome =
      recipe.earlyStoppingPatience === 0
        ? { state: earlyStopping, stop: false }
        : updateEarlyStopping(earlyStopping, value, best?.value ?? null, {
            patience: recipe.earlyStoppingPatience,
            threshold: recipe.earlyStoppingThreshold,
            greaterIsBetter: greater,
          });
    this.state = {
      ...this.state,
      best: updateBestModel(best, { step: this.state.step, value }, greater),
      earlyStopping: outcome.state,
    };
    return outcome.stop;
  }

  private async finish(): Promise<void> {
    const { spec } = this.parts;
    if (spec.recipe.evalStrategy === 'no') await this.evaluateAndSave();
    await this.metrics.flush();
    this.tick();
    this.metrics.addSummary(
      summaryEntry({
        seconds: this.state.elapsedSeconds,
        samples: this.state.examples,
        totalFlos: this.state.totalFlos,
        trainLoss: trainLoss(this.metrics.losses),
        epoch: this.state.epoch,
        step: this.state.step,
      }),
    );
    await this.save(true);
    this.transition({ type: 'complete' });
    this.settle();
  }

  /** Carries out what was asked for since the last step boundary. */
  private async obey(): Promise<'go on' | 'stop'> {
    while (this.request !== null || this.runState.status === 'paused') {
      const action = this.request;
      this.request = null;
      if (action === 'stop') {
        if (this.runState.status !== 'paused') await this.saveNow();
        this.transition({ type: 'stop' });
        this.settle();
        return 'stop';
      }
      if (action === 'pause' && !(await this.saveNow())) {
        this.transition({ type: 'pause' });
        this.settle();
      }
      if (action === 'checkpoint') {
        if (this.runState.status !== 'paused') await this.saveNow();
        this.settle();
      }
      if (action === 'resume') {
        this.clock = this.parts.now();
        this.metrics.restartClock();
        this.transition({ type: 'resume' });
        this.settle();
      }
      if (this.runState.status === 'paused') await this.idle();
    }
    return 'go on';
  }

  /** Waits for a request while paused; predictions are served meanwhile. */
  private async idle(): Promise<void> {
    this.tellProgress('training', true);
    while (this.request === null) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = null;
      await this.parts.serve();
    }
  }

  /** Wakes a paused session, so that it serves what waits. */
  nudge(): void {
    this.wake?.();
  }

  private settle(): void {
    for (const waiter of this.waiting.splice(0)) waiter.resolve();
  }

  private async saveNow(): Promise<boolean> {
    await this.metrics.flush();
    return this.save(false);
  }

  /** Writes a checkpoint. True when the disk was full on the way, and the run paused until there was room. */
  private async save(final: boolean): Promise<boolean> {
    for (let held = false; ; held = true) {
      this.tick();
      this.tellProgress('saving', true);
      this.state = { ...this.state, losses: this.metrics.losses, logHistory: [...this.metrics.logHistory] };
      try {
        const checkpoint = await this.parts.save(this.state, { final });
        this.parts.emit({ type: 'checkpoint', step: this.state.step, checkpoint });
        return held;
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code !== 'STORAGE_FULL') throw error;
        await this.hold(error);
      }
    }
  }

  /** Pauses without a checkpoint, the weights on the device, until the person resumes (or stops: throws). */
  private async hold(error: AppError): Promise<void> {
    this.parts.emit({ type: 'error', step: this.state.step, failure: error.failure });
    this.transition({ type: 'pause' });
    this.settle();
    for (;;) {
      await this.idle();
      const action = this.request;
      this.request = null;
      if (action === 'stop') {
        this.transition({ type: 'stop' });
        this.settle();
        throw new Stopped();
      }
      if (action === 'resume') {
        this.clock = this.parts.now();
        this.metrics.restartClock();
        this.transition({ type: 'resume' });
        this.settle();
        return;
      }
      this.settle();
    }
  }

  /** Adds the time since the last look at the clock to the time spent. */
  private tick(): void {
    const now = this.parts.now();
    const seconds = this.runState.status === 'running' ? (now - this.clock) / 1000 : 0;
    this.clock = now;
    this.state = { ...this.state, elapsedSeconds: this.state.elapsedSeconds + seconds };
  }

  private tellProgress(phase: Progress['phase'], always = false): void {
    const now = this.parts.now();
    if (!always && now - this.lastProgress < PROGRESS_MS) return;
    this.lastProgress = now;
    this.tick();
    const { step, epoch, elapsedSeconds } = this.state;
    const left = this.plan.totalSteps - step;
    const progress: Progress = {
      step,
      totalSteps: this.plan.totalSteps,
      epoch,
      elapsedSeconds,
      secondsLeft: this.metrics.secondsLeft(left),
      tokensPerSecond: this.metrics.tokensPerSecond,
      phase,
    };
    this.parts.emit({ type: 'progress', step, progress });
    this.adviseOnSpeed();
  }

  private adviseOnSpeed(): void {
    const stepSeconds = this.metrics.secondsLeft(1);
    if (this.saidSlow || stepSeconds === null || stepSeconds < SLOW_STEP_SECONDS) return;
    this.saidSlow = true;
    const warning = { code: 'SLOW_DEVICE', details: { stepSeconds: Math.round(stepSeconds) } } as const;
    this.parts.emit({ type: 'warning', step: this.state.step, warning });
  }

  private get parametersOutsideEmbeddings(): number {
    return this.parts.loaded.store.parameters
      .filter((p) => !p.name.includes('embeddings'))
      .reduce((sum, p) => sum + p.size, 0);
  }
}

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
import { planSteps, type StepPlan } from '../../core/recipe/steps';
import type { ExampleSet } from '../data/example-set';
import { labelKind, scoreSplit } from '../evaluate/score-split';
import type { LoadedModel } from '../models/loaded-model';
import type { Device } from '../runtime/device';
import { LossAdvisor, OverfittingAdvisor } from './advice';
import { breathe } from '../runtime/breathe';
import type { ControlMailbox, ControlRequest } from './control-mailbox';
import { dueActions, evaluationsLeft } from './intervals';
import { judgeEvaluation } from './judge-evaluation';
import { evaluationEntry, summaryEntry, trainLoss } from './log-history';
import { trainingLoop } from './loop';
import { MetricCollector } from './metric-collector';
import { RunClock } from './run-clock';
import type { TrainingState } from './training-state';

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
  /** Work that waits for the device between two steps, such as predictions; true when there was any. */
  readonly serve: () => Promise<boolean>;
  readonly touch: () => void;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** The run was stopped in the middle of something that cannot go on. */
class Stopped extends Error {}
/** An evaluation gave way to a request; it is begun again afterwards. */
class Interrupted extends Error {}

/** How often progress is told, at most. */
const PROGRESS_MS = 250;
/** A step longer than this is worth a word. */
const SLOW_STEP_SECONDS = 10;
/** The state in which an action leaves the run: asking for it again is no mistake. */
const OUTCOME = { pause: 'paused', resume: 'running', stop: 'stopped' } as const;

/**
 * One run from its first step (or a checkpoint) to its end: drives the loop, and does what falls due between
 * steps: metrics, evaluation, checkpoints, early stopping, and what the mailbox asks for.
 */
export class TrainingSession {
  private runState: RunState;
  private state: TrainingState;
  private readonly plan: StepPlan;
  private readonly metrics: MetricCollector;
  private readonly clock: RunClock;
  private readonly overfitting = new OverfittingAdvisor();
  private readonly flosPerToken: number;
  private evaluationSeconds = 0;
  private lastProgress = 0;
  private saidSlow = false;

  constructor(private readonly parts: SessionParts) {
    const { spec } = parts;
    this.runState = parts.runState;
    this.state = parts.state;
    this.plan = planSteps(spec.recipe, spec.data.splits.train.examples);
    this.clock = new RunClock(parts.state.elapsedSeconds, parts.now);
    this.metrics = new MetricCollector({
      losses: parts.state.losses,
      logHistory: parts.state.logHistory,
      advisor: new LossAdvisor(Math.log(spec.labels.length), this.plan.warmupSteps),
      emit: parts.emit,
      now: parts.now,
    });
    // Six operations a parameter and token, embedding tables left out (transformers' floating_point_ops).
    this.flosPerToken =
      6 *
      parts.loaded.store.parameters
        .filter(({ name }) => !name.endsWith('_embeddings.weight'))
        .reduce((sum, { size }) => sum + size, 0);
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

  /** Trains to the end, a stop or a failure, which it tells; rejects with `GPU_LOST` alone, for the caller to mend. */
  async run(): Promise<void> {
    try {
      this.transition({ type: 'start' });
      this.clock.start();
      this.metrics.restartClock();
      await this.train();
    } catch (thrown) {
      if (thrown instanceof Stopped) return;
      const error = await this.parts.device.explain(thrown);
      if (error.code === 'GPU_LOST') throw error;
      this.fail(error);
    }
  }

  /** Ends the run with a failure; weights on disk stay as the last checkpoint left them. */
  fail(error: AppError): void {
    this.clock.stop();
    this.parts.emit({ type: 'error', step: this.state.step, failure: error.failure });
    this.transition({ type: 'fail', failure: error.failure });
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
      this.metrics.add(report, this.dueAt(report.step).log);
      this.state = {
        ...this.state,
        step: report.step,
        epoch: report.epoch,
        examples: this.state.examples + report.examples,
        totalFlos: this.state.totalFlos + this.flosPerToken * report.paddedTokens,
      };
      await this.metrics.flushIfDue();
      outcome = await this.betweenSteps();
    }
    if (outcome !== 'stop') await this.finish();
  }

  /** What falls due after a step. An evaluation that a request interrupted is begun again when the run goes on. */
  private async betweenSteps(): Promise<'go on' | 'finish' | 'stop'> {
    for (;;) {
      if (this.owesEvaluation) await this.evaluateAndSave();
      this.tellProgress('training');
      await breathe();
      if (await this.parts.serve()) this.metrics.restartClock();
      if ((await this.obey()) === 'stop') return 'stop';
      if (!this.owesEvaluation) return this.isPatienceSpent ? 'finish' : 'go on';
    }
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
    await this.metrics.flush();
    if (this.parts.splits.validation !== null) {
      this.tellProgress('evaluating', true);
      try {
        this.note(await this.score());
      } catch (thrown) {
        if (thrown instanceof Interrupted) return;
        throw thrown;
      }
    }
    this.state = { ...this.state, evaluatedStep: this.state.step };
    await this.save(false);
    this.metrics.restartClock();
  }

  private score(): Promise<Evaluation> {
    const { splits, mailbox, serve } = this.parts;
    const { step, epoch } = this.state;
    return scoreSplit({
      ...this.parts,
      split: 'validation',
      examples: splits.validation,
      at: { step, epoch },
      between: async () => {
        await breathe();
        await serve();
        if (mailbox.wantsHalt) throw new Interrupted();
      },
    });
  }

  private note(evaluation: Evaluation): void {
    const { spec, emit } = this.parts;
    const { step } = this.state;
    const loss = evaluation.metrics['loss'] ?? Number.NaN;
    if (!Number.isFinite(loss)) throw new AppError('RUN_DIVERGED', { step });
    this.evaluationSeconds = evaluation.seconds;
    this.state = { ...this.state, ...judgeEvaluation(this.state, evaluation, spec.recipe) };
    emit({ type: 'evaluation', step, evaluation });
    const warning = this.overfitting.add(step, loss, trainLoss(this.metrics.losses));
    if (warning !== null) emit({ type: 'warning', step, warning });
    const batches = Math.ceil(evaluation.examples / spec.recipe.perDeviceEvalBatchSize);
    this.metrics.addEvaluation(evaluation, evaluationEntry({ ...evaluation, batches }));
  }

  private async finish(): Promise<void> {
    await this.metrics.flush();
    this.metrics.addSummary(
      summaryEntry({
        seconds: this.clock.elapsedSeconds,
        samples: this.state.examples,
        totalFlos: this.state.totalFlos,
        trainLoss: trainLoss(this.metrics.losses),
        epoch: this.state.epoch,
        step: this.state.step,
      }),
    );
    await this.save(true);
    this.clock.stop();
    this.tellProgress('training', true);
    this.transition({ type: 'complete' });
  }

  /** Carries out, in order, what was asked for since the last step; while paused, waits for more. */
  private async obey(): Promise<'go on' | 'stop'> {
    for (;;) {
      const request = this.parts.mailbox.take();
      if (request !== undefined) {
        await this.carryOut(request);
        if (this.runState.status === 'stopped') return 'stop';
      } else if (this.runState.status === 'paused') {
        await this.idle();
      } else {
        return 'go on';
      }
    }
  }

  private async carryOut(request: ControlRequest): Promise<void> {
    const { action } = request;
    const { status } = this.runState;
    if (action !== 'checkpoint') {
      if (OUTCOME[action] === status) return request.resolve();
      if (!canTransition(this.runState, action)) return request.reject(refused(status, action));
    }
    // A paused run has been saved; one that a full disk holds is stopped without another try.
    const needsSaving = action !== 'resume' && status === 'running';
    if (needsSaving && (await this.saveNow(request)) === 'held') return;
    if (action === 'resume') this.resume();
    else if (action !== 'checkpoint') this.halt(action);
    request.resolve();
  }

  private halt(action: 'pause' | 'stop'): void {
    this.clock.stop();
    this.tellProgress('training', true);
    this.transition({ type: action });
  }

  private resume(): void {
    this.clock.start();
    this.metrics.restartClock();
    this.transition({ type: 'resume' });
  }

  /** Waits for a request; what else needs the device is served meanwhile. */
  private async idle(): Promise<void> {
    await this.parts.serve();
    await this.parts.mailbox.wait();
  }

  private async saveNow(request: ControlRequest): Promise<'saved' | 'held'> {
    await this.metrics.flush();
    return this.save(false, request);
  }

  /**
   * Writes a checkpoint. "held": the disk was full on the way, and the run paused until there was room. The request
   * that asked for the checkpoint is answered then: a pause has what it wanted, others have not.
   */
  private async save(final: boolean, request?: ControlRequest): Promise<'saved' | 'held'> {
    for (let held = false; ; held = true) {
      this.tellProgress('saving', true);
      this.state = {
        ...this.state,
        elapsedSeconds: this.clock.elapsedSeconds,
        losses: this.metrics.losses,
        logHistory: [...this.metrics.logHistory],
      };
      try {
        const checkpoint = await this.parts.save(this.state, { final });
        this.parts.emit({ type: 'checkpoint', step: this.state.step, checkpoint });
        return held ? 'held' : 'saved';
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code !== 'STORAGE_FULL') throw error;
        this.parts.emit({ type: 'error', step: this.state.step, failure: error.failure });
        this.halt('pause');
        if (request?.action === 'pause') request.resolve();
        else request?.reject(error);
        await this.untilResumed(error);
      }
    }
  }

  /** Waits, the weights on the device, until the person resumes; a stop ends the run without another checkpoint. */
  private async untilResumed(error: AppError): Promise<void> {
    for (;;) {
      const request = this.parts.mailbox.take();
      if (request === undefined) await this.idle();
      else if (request.action === 'checkpoint') request.reject(error);
      else if (request.action === 'pause') request.resolve();
      else if (request.action === 'resume') {
        this.resume();
        return request.resolve();
      } else {
        this.transition({ type: 'stop' });
        request.resolve();
        throw new Stopped();
      }
    }
  }

  private tellProgress(phase: Progress['phase'], always = false): void {
    const now = this.parts.now();
    if (!always && now - this.lastProgress < PROGRESS_MS) return;
    this.lastProgress = now;
    const { step, epoch } = this.state;
    const stepsLeft = this.metrics.secondsLeft(this.plan.totalSteps - step);
    const evaluations = evaluationsLeft(this.parts.spec.recipe, this.plan, step);
    const progress: Progress = {
      step,
      totalSteps: this.plan.totalSteps,
      epoch,
      elapsedSeconds: this.clock.elapsedSeconds,
      secondsLeft: stepsLeft === null ? null : stepsLeft + evaluations * this.evaluationSeconds,
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
}

function refused(from: RunState['status'], transition: ControlAction): AppError {
  return new AppError('RUN_BAD_TRANSITION', { from, transition });
}

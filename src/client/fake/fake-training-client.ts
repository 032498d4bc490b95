import type { ControlAction, PlanRequest, Probe } from '../../core/contract/api';
import { AppError, type Failure } from '../../core/contract/errors';
import type { RunEvent, RunEventBody } from '../../core/contract/events';
import type { ExportReport, UnmadePrecision } from '../../core/contract/export';
import type { Prediction } from '../../core/contract/predictions';
import type { DeviceReport, Evaluation } from '../../core/contract/run';
import { IDLE, reduceRunState, type RunState, type RunTransition } from '../../core/contract/run-state';
import { type FileStore, paths, type RecordStore } from '../../core/contract/storage';
import { planSteps } from '../../core/recipe/steps';
import type { RunHandlers, TrainingClient } from '../types';
import { fakeTokenPrediction } from './fake-tokens';
import type { Faults } from './faults';

const FAKE_DEVICE: DeviceReport = {
  backend: 'webgpu',
  adapter: 'test adapter',
  software: false,
  threads: 1,
  simd: true,
  fallback: null,
};

interface OpenRun {
  readonly runId: string;
  readonly handlers: RunHandlers;
  state: RunState;
  seq: number;
}

const TRANSITIONS: Readonly<Record<Exclude<ControlAction, 'checkpoint'>, RunTransition>> = {
  pause: { type: 'pause' },
  resume: { type: 'resume' },
  stop: { type: 'stop' },
};

/** A training worker in memory: keeps the run's state, emits what it is told to, and computes nothing. */
export class FakeTraining {
  /** What every zip goes without; tests may put another list here. */
  unmade: UnmadePrecision[] = [];
  private run: OpenRun | null = null;

  constructor(
    private readonly files: FileStore,
    private readonly records: RecordStore,
    private readonly faults: Faults,
  ) {}

  /** Emits an event of the open run, and keeps what the real worker writes into its record. */
  async emit(body: RunEventBody): Promise<void> {
    const run = this.opened();
    const event: RunEvent = { ...body, runId: run.runId, seq: run.seq++ };
    await this.keep(event);
    run.handlers.onEvent(event);
  }

  /** Loses one event on the way. */
  skipEvent(): void {
    this.opened().seq += 1;
    this.opened().handlers.onGap(1);
  }

  /** The worker dies. */
  crash(failure: Failure = { code: 'WORKER_CRASHED', details: {} }): void {
    const run = this.run;
    this.run = null;
    run?.handlers.onLost(failure);
  }

  /** Moves the run's state machine and tells it. */
  async transition(transition: RunTransition, step = 0): Promise<void> {
    const run = this.opened();
    run.state = reduceRunState(run.state, transition);
    await this.emit({ type: 'state', step, state: run.state });
  }

  readonly client: TrainingClient = {
    plan: async (request) => {
      await this.faults.pass('plan');
      return fakePlan(request);
    },
    probe: async (_request, options): Promise<Probe> => {
      await this.faults.pass('probe', options, 'checking');
      return { device: FAKE_DEVICE, stepMs: 20, evalBatchMs: 5, seconds: 12, tokensPerSecond: 4000 };
    },
    open: async (runId, handlers) => {
      await this.faults.pass('open');
      if (this.run !== null && this.run.runId !== runId) throw new AppError('RUN_BUSY');
      this.run = { runId, handlers, state: IDLE, seq: 0 };
      await this.transition({ type: 'open' });
      await this.emit({ type: 'device', step: 0, device: FAKE_DEVICE });
      await this.transition({ type: 'opened' });
    },
    start: async () => {
      await this.faults.pass('start');
      await this.transition({ type: 'start' });
    },
    control: async (_runId, action) => {
      await this.faults.pass('control');
      if (action !== 'checkpoint') await this.transition(TRANSITIONS[action]);
    },
    evaluate: async (_runId, split, options) => {
      await this.faults.pass('evaluate', options, 'predicting');
      return { ...FAKE_EVALUATION, split };
    },
    predict: async (target, texts, options) => {
      await this.faults.pass(
        'predict',
        options,
        this.run?.state.status === 'running' ? 'waiting' : 'predicting',
      );
      const isBase = target.kind === 'run' && target.weights === 'base';
      const spec = target.kind === 'run' ? (await this.records.runs.get(target.runId))?.spec : undefined;
      const predictions = texts.map((text) =>
        spec?.task === 'token-classification'
          ? fakeTokenPrediction(text, spec.labels, !isBase)
          : fakePrediction(text, isBase ? 0.5 : 0.9),
      );
      return { predictions, millisecondsPerText: 6 };
    },
    predictFile: async (_target, { file }, options) => {
      await this.faults.pass('predictFile', options, 'predicting');
      const rows = (await file.text()).split('\n').filter((line) => line !== '').length - 1;
      const fileName = `predicted ${file.name}`;
      const path = paths.export('files', fileName);
      await this.files.write(path, 'text,label\n');
      return { path, fileName, unit: 'row', rows, skipped: 0 };
    },
    exportRun: async (runId, options) => {
      await this.faults.pass('exportRun', options, 'writing');
      const path = paths.export(runId, 'model.zip');
      const sizeBytes = await this.files.write(path, 'zip');
      const step = await this.bestStep(runId);
      const { unmade } = this;
      const report: ExportReport = {
        path,
        fileName: 'model.zip',
        sizeBytes,
        step,
        unmade,
        certificate: null,
      };
      await this.files.write(paths.exportReport(runId), JSON.stringify(report));
      return report;
    },
    reference: async (runId, options) => {
      await this.faults.pass('reference', options, 'predicting');
      const path = paths.reference(runId);
      await this.files.write(path, '{}');
      const step = await this.bestStep(runId);
      return { path, step, split: 'test', rows: 20 };
    },
    close: async () => {
      await this.faults.pass('close');
      this.run = null;
    },
  };

  private async bestStep(runId: string): Promise<number> {
    const run = await this.records.runs.get(runId);
    return run?.best?.step ?? run?.checkpoints.at(-1)?.step ?? 0;
  }

  private opened(): OpenRun {
    if (this.run === null) throw new AppError('RUN_NOT_OPEN');
    return this.run;
  }

  private async keep(event: RunEvent): Promise<void> {
    const { runId } = event;
    const record = await this.records.runs.get(runId);
    if (record === undefined) return;
    if (event.type === 'state') await this.records.runs.update(runId, event.state);
    if (event.type === 'progress') await this.records.runs.update(runId, { progress: event.progress });
    if (event.type === 'metrics') await this.records.metrics.append(runId, event.columns);
    if (event.type === 'evaluation') {
      await this.records.runs.update(runId, { evaluations: [...record.evaluations, event.evaluation] });
    }
    if (event.type === 'checkpoint') {
      await this.records.runs.update(runId, { checkpoints: [...record.checkpoints, event.checkpoint] });
    }
  }
}

export const FAKE_EVALUATION: Evaluation = {
  step: 10,
  epoch: 1,
  split: 'validation',
  examples: 20,
  seconds: 0.5,
  metrics: { loss: 0.4, accuracy: 0.9, f1_macro: 0.89, f1_weighted: 0.9 },
  strictPerLabel: [],
  perLabel: [
    { label: 'no', precision: 0.9, recall: 0.9, f1: 0.9, support: 10 },
    { label: 'yes', precision: 0.9, recall: 0.9, f1: 0.9, support: 10 },
  ],
  confusion: [
    [9, 1],
    [1, 9],
  ],
  cells: [],
  entities: null,
};

function fakePlan({ recipe, data }: PlanRequest) {
  const steps = planSteps(recipe, data.splits.train.examples);
  const weights = 4_385_920 * 4;
  return {
    parameterCount: 4_385_920,
    trainableCount: 4_385_920,
    totalSteps: steps.totalSteps,
    stepsPerEpoch: steps.updatesPerEpoch,
    warmupSteps: steps.warmupSteps,
    memory: { weights, gradients: weights, optimizer: 2 * weights, activations: 8_000_000 },
    checkpointBytes: 3 * weights,
    warnings: steps.warmupSteps > steps.totalSteps ? [{ code: 'WARMUP_TOO_LONG' as const, details: {} }] : [],
  };
}

/** "yes" for texts of an even length, with the given certainty. */
export function fakePrediction(text: string, certainty: number): Prediction {
  const isYes = text.length % 2 === 0;
  return {
    task: 'text-classification',
    scores: [
      { label: isYes ? 'yes' : 'no', score: certainty },
      { label: isYes ? 'no' : 'yes', score: 1 - certainty },
    ],
    truncated: false,
  };
}

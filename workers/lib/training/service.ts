import type { ControlAction, TrainingApi } from '../../../src/core/contract/api';
import { AppError, toAppError } from '../../../src/core/contract/errors';
import type { PredictionTarget } from '../../../src/core/contract/predictions';
import { type RunState, isLive, reduceRunState } from '../../../src/core/contract/run-state';
import type { FileStore, RecordStore } from '../../../src/core/contract/storage';
import { scoreSplit } from '../../../src/engine/evaluate/score-split';
import { type Predictor, predictTexts } from '../../../src/engine/predict/predict-texts';
import { breathe } from '../../../src/engine/train/breathe';
import { type Operation, OperationRegistry } from '../operations';
import { deliveredCheckpoint } from './checkpoints';
import { Devices, type DeviceStarters } from './devices';
import { exportRun } from './export-run';
import { JobQueue } from './job-queue';
import { type OpenRun, OPENING, openRun, readSplit } from './open-run';
import { planRun } from './plan';
import { predictFile } from './predict-file';
import { Predictors } from './predictors';
import { probeRun } from './probe';
import { RunJournal } from './run-journal';

/** How often a run is rebuilt on a new device before it gives up. */
const RECOVERIES = 3;
/** Texts predicted at once. */
const PREDICT_BATCH = 8;

/** The training worker's work: one open run at a time, and what shares its device. */
export function createTrainingService(
  files: FileStore,
  records: RecordStore,
  starters: DeviceStarters,
): TrainingApi {
  const operations = new OperationRegistry();
  let heartbeat: Int32Array | null = null;
  const touch = () => {
    if (heartbeat !== null) Atomics.add(heartbeat, 0, 1);
  };
  const predictors = new Predictors(files, records, touch);
  const devices = new Devices(starters, () => predictors.forget());
  let open: OpenRun | null = null;
  const isLiveRun = () => open !== null && isLive(open.session.status);
  const holdsDevice = () => open?.session.status === 'running' || open?.session.status === 'paused';
  const queue = new JobQueue(holdsDevice, () => open?.session.nudge());

  /** Runs device work now, or between two steps of the run. */
  const shared = <T>(operationId: string, work: (operation: Operation) => Promise<T>): Promise<T> =>
    operations.run(operationId, (operation) =>
      queue.run(
        async () => {
          operation.check();
          return work(operation);
        },
        () => operation.progress({ stage: 'waiting', done: 0, total: null, unit: 'rows' }),
      ),
    );

  /** The run in training answers with the weights it has now, without a checkpoint; everything else from storage. */
  const predictorFor = async (target: PredictionTarget): Promise<Predictor> => {
    const run = open;
    if (run !== null && isLiveRun() && target.kind === 'run' && target.weights === 'last') {
      const { id, labels, data } = run.journal.run.spec;
      if (target.runId === id) return { ...run, maxLength: data.maxLength, labels };
    }
    return predictors.get(await devices.any(), target);
  };

  const openOf = (runId: string): OpenRun => {
    if (open === null || open.journal.run.id !== runId) throw new AppError('RUN_NOT_OPEN', { run: runId });
    return open;
  };

  /** Loads the run of a journal onto its device; the journal tells how it goes. */
  const load = async (journal: RunJournal): Promise<OpenRun> => {
    const tell = (state: RunState) => journal.emit({ type: 'state', step: journal.run.progress.step, state });
    tell(OPENING);
    try {
      const device = await devices.acquire(journal.run.spec.backend);
      journal.emit({ type: 'device', step: journal.run.progress.step, device: device.report });
      const { fallback } = device.report;
      if (fallback !== null) {
        const warning = { code: 'DEVICE_FALLBACK', details: { code: fallback.code } } as const;
        journal.emit({ type: 'warning', step: journal.run.progress.step, warning });
      }
      const run = await openRun({ files, records, device, journal, serve: () => queue.serve(), touch });
      run.session.transition({ type: 'opened' });
      return run;
    } catch (thrown) {
      const { failure } = toAppError(thrown);
      journal.emit({ type: 'error', step: journal.run.progress.step, failure });
      tell(reduceRunState(OPENING, { type: 'fail', failure }));
      await journal.settled();
      throw thrown;
    }
  };

  /** Trains until the run ends; a lost device is replaced and the run goes on from its last checkpoint. */
  const drive = async (run: OpenRun): Promise<void> => {
    for (let recovery = 0; ; recovery++) {
      try {
        await run.session.run();
        break;
      } catch (thrown) {
        const error = toAppError(thrown);
        if (recovery === RECOVERIES) {
          run.session.fail(error);
          break;
        }
        devices.release();
        run = await load(run.journal);
        open = run;
        const warning = { code: 'DEVICE_RECOVERED', details: { step: run.session.step } } as const;
        run.journal.emit({ type: 'warning', step: run.session.step, warning });
      }
    }
    run.loaded.store.dispose();
    await run.journal.settled();
    await queue.serve();
  };

  return {
    async connect(port) {
      operations.connect(port);
    },
    async cancel(operationId) {
      operations.cancel(operationId);
    },
    async heartbeat(buffer) {
      heartbeat = new Int32Array(buffer);
    },
    plan: (request) => planRun(files, records, request),
    probe: (operationId, request) =>
      operations.run(operationId, async (operation) => {
        if (isLiveRun()) throw new AppError('RUN_BUSY');
        const device = await devices.acquire(request.backend);
        return probeRun(files, records, device, request, { touch, check: () => operation.check() });
      }),
    async open(runId, events) {
      if (isLiveRun()) throw new AppError('RUN_BUSY');
      const record = await records.runs.get(runId);
      if (record === undefined) throw new AppError('STORAGE_NOT_FOUND', { path: runId });
      open = await load(new RunJournal(records, events, record));
    },
    async start(runId) {
      const run = openOf(runId);
      if (run.session.status !== 'ready') {
        throw new AppError('RUN_BAD_TRANSITION', { from: run.session.status, transition: 'start' });
      }
      // A failure of the run is told by its events; one of telling itself has nobody else to go to.
      drive(run).catch((thrown: unknown) => run.session.fail(toAppError(thrown)));
      await breathe();
    },
    async control(runId, action: ControlAction) {
      await openOf(runId).session.control(action);
    },
    evaluate: (operationId, runId, split) =>
      shared(operationId, async (operation) => {
        const run = await records.runs.get(runId);
        if (run === undefined) throw new AppError('STORAGE_NOT_FOUND', { path: runId });
        const predictor = await predictors.get(await devices.any(), { kind: 'run', runId, weights: 'best' });
        const examples = await readSplit(files, run.spec, split);
        const { step } = deliveredCheckpoint(run, run.checkpoints);
        const evaluation = await scoreSplit({
          ...predictor,
          spec: run.spec,
          split,
          examples,
          padTokenId: predictor.tokenizer.padId,
          at: { step, epoch: run.evaluations.find((e) => e.step === step)?.epoch ?? run.progress.epoch },
          touch,
          between: async (done) => {
            await breathe();
            operation.check();
            operation.progress({ stage: 'predicting', done, total: examples?.length ?? null, unit: 'rows' });
          },
          now: () => performance.now(),
        });
        if (!isLiveRun()) {
          await records.runs.update(runId, {
            evaluations: [...run.evaluations.filter((e) => e.split !== split || e.step !== step), evaluation],
          });
        }
        return evaluation;
      }),
    predict: (operationId, target, texts) =>
      shared(operationId, async (operation) => {
        const predictor = await predictorFor(target);
        const predictions = [];
        for (let begin = 0; begin < texts.length; begin += PREDICT_BATCH) {
          operation.check();
          predictions.push(
            ...(await predictTexts(predictor, texts.slice(begin, begin + PREDICT_BATCH), touch)),
          );
        }
        return predictions;
      }),
    predictFile: (operationId, target, request) =>
      shared(operationId, async (operation) => {
        const predictor = await predictorFor(target);
        return predictFile(files, predictor, request, operation, touch);
      }),
    exportRun: (operationId, runId) =>
      operations.run(operationId, (operation) => exportRun(files, records, runId, operation, touch)),
    async close(runId) {
      const run = openOf(runId);
      const { status } = run.session;
      if (status === 'running' || status === 'paused') await run.session.control('stop');
      if (status === 'ready') {
        run.session.transition({ type: 'stop' });
        run.loaded.store.dispose();
      }
      await run.journal.settled();
      open = null;
    },
  };
}

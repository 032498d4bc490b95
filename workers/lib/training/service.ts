import type { TrainingApi } from '../../../src/core/contract/api';
import { AppError } from '../../../src/core/contract/errors';
import type { Prediction, PredictionTarget } from '../../../src/core/contract/predictions';
import type { Evaluation } from '../../../src/core/contract/run';
import type { FileStore, RecordStore } from '../../../src/core/contract/storage';
import type { SplitName } from '../../../src/core/contract/task';
import { placeEvaluation } from '../../../src/core/metrics/place-evaluation';
import { scoreSplit } from '../../../src/engine/evaluate/score-split';
import { predictTokens } from '../../../src/engine/predict/entities/predict-tokens';
import { toTextUnits } from '../../../src/engine/predict/entities/text-units';
import { predictTexts } from '../../../src/engine/predict/predict-texts';
import { type Predictor, predictorOn } from '../../../src/engine/predict/predictor';
import type { TextModel } from '../../../src/engine/predict/text-model';
import { breathe } from '../../../src/engine/runtime/breathe';
import type { Device } from '../../../src/engine/runtime/device';
import { type Operation, OperationRegistry } from '../operations';
import { deliveredCheckpoint } from './checkpoints';
import { Devices, type DeviceStarters } from './devices';
import { exportRun } from './export-run';
import { JobQueue } from './job-queue';
import { readSplit } from './open-run';
import { planRun } from './plan';
import { type BatchPredictor, predictFile } from './predict-file';
import { Predictors } from './predictors';
import { probeRun } from './probe';
import { RunHost } from './run-host';
import { writeReference } from './write-reference';

/** Texts predicted at once. */
const PREDICT_BATCH = 8;
/** A worker whose event loop turns is alive, whatever it waits for. */
const HEARTBEAT_MS = 1000;

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
  const devices = new Devices(starters, (deviceIsGone) => predictors.forget(deviceIsGone));
  const host = new RunHost({ files, records, devices, serve: (settle) => queue.serve(settle), touch });
  const queue: JobQueue = new JobQueue(
    () => host.isStepping,
    () => host.nudge(),
  );

  /**
   * Runs device work now, or between two steps of the run. A device that failed is given up with its failure; one that
   * is too small, for WASM where that is allowed.
   */
  const onDevice = <T>(
    operation: Operation,
    acquire: () => Promise<Device>,
    work: (device: Device) => Promise<T>,
  ): Promise<T> =>
    queue.run(
      async () => {
        operation.check();
        const device = await acquire();
        try {
          return await work(device);
        } catch (thrown) {
          const error = await device.explain(thrown);
          if (host.isLive || !error.code.startsWith('GPU_')) throw error;
          if (error.code === 'GPU_OUT_OF_MEMORY' && devices.mayFallBack(device))
            return await work(await devices.fallBack(error));
          devices.release(error.code === 'GPU_LOST');
          throw error;
        }
      },
      () => operation.progress({ stage: 'waiting', done: 0, total: null, unit: 'rows' }),
    );

  const shared = <T>(
    operationId: string,
    acquire: () => Promise<Device>,
    work: (operation: Operation, device: Device) => Promise<T>,
  ): Promise<T> =>
    operations.run(operationId, (operation) =>
      onDevice(operation, acquire, (device) => work(operation, device)),
    );

  /** The run in training answers with the weights it has now, without a checkpoint; everything else from storage. */
  const predictorFor = async (device: Device, target: PredictionTarget): Promise<Predictor> => {
    const run = target.kind === 'run' && target.weights === 'last' ? host.live(target.runId) : null;
    if (run === null) return predictors.get(device, target);
    const { task, labels, data } = run.journal.run.spec;
    return predictorOn({ ...run, task, maxLength: data.maxLength, labels });
  };

  /** Lets messages in before each batch, of which a long text has many: a device in host memory never waits. */
  const interruptible = (predictor: Predictor, operation: Operation): Predictor => ({
    ...predictor,
    async logits(inputs) {
      await breathe();
      operation.check();
      return predictor.logits(inputs, touch);
    },
  });

  /** Answers for the page, which counts UTF-16 units. */
  const predictParts = async (model: TextModel, texts: readonly string[]): Promise<Prediction[]> => {
    if (model.task === 'text-classification') return predictTexts(model, texts, touch);
    const readings = await predictTokens(model, texts, touch);
    return readings.map(({ prediction }) => toTextUnits(prediction));
  };

  /** Adds an evaluation to the record of its run: through the journal while that is open, the record's only writer. */
  const keep = async (runId: string, evaluation: Evaluation): Promise<void> => {
    const journal = host.journalOf(runId);
    if (journal !== null) {
      journal.patch({ evaluations: placeEvaluation(journal.run.evaluations, evaluation) });
      await journal.settled();
      return;
    }
    const run = await records.runs.get(runId);
    if (run !== undefined) {
      await records.runs.update(runId, { evaluations: placeEvaluation(run.evaluations, evaluation) });
    }
  };

  const evaluate = async (
    operation: Operation,
    device: Device,
    runId: string,
    split: SplitName,
  ): Promise<Evaluation> => {
    const run = await records.runs.get(runId);
    if (run === undefined) throw new AppError('STORAGE_NOT_FOUND', { path: runId });
    const predictor = await predictors.get(device, { kind: 'run', runId, weights: 'best' });
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
    await keep(runId, evaluation);
    return evaluation;
  };

  return {
    async connect(port) {
      operations.connect(port);
    },
    async cancel(operationId) {
      operations.cancel(operationId);
    },
    async heartbeat(buffer) {
      if (heartbeat === null) setInterval(touch, HEARTBEAT_MS);
      heartbeat = new Int32Array(buffer);
    },
    plan: async (request) => planRun(files, records, request, await starters.webgpuTensorLimit()),
    async probe(operationId, request) {
      if (host.isLive) throw new AppError('RUN_BUSY');
      return shared(
        operationId,
        () => devices.acquire(request.backend),
        (operation, device) =>
          probeRun(files, records, device, request, { touch, check: () => operation.check() }),
      );
    },
    // In turn with predictions and probes: the device may have to change for the run.
    open: (runId, events) =>
      queue.run(
        () => host.open(runId, events),
        () => undefined,
      ),
    start: (runId) => host.start(runId),
    control: (runId, action) => host.control(runId, action),
    evaluate: (operationId, runId, split) =>
      shared(
        operationId,
        () => devices.any(),
        (operation, device) => evaluate(operation, device, runId, split),
      ),
    predict: (operationId, target, texts) =>
      shared(
        operationId,
        () => devices.any(),
        async (operation, device) => {
          const predictor = await predictorFor(device, target);
          let milliseconds = 0;
          const timed: Predictor = {
            ...predictor,
            async logits(inputs) {
              const begin = performance.now();
              const answer = await predictor.logits(inputs, touch);
              milliseconds += performance.now() - begin;
              return answer;
            },
          };
          const model = interruptible(timed, operation);
          const predictions: Prediction[] = [];
          for (let begin = 0; begin < texts.length; begin += PREDICT_BATCH) {
            const part = texts.slice(begin, begin + PREDICT_BATCH);
            predictions.push(...(await predictParts(model, part)));
          }
          return { predictions, millisecondsPerText: milliseconds / Math.max(texts.length, 1) };
        },
      ),
    predictFile: (operationId, target, request) =>
      operations.run(operationId, async (operation) => {
        const withPredictor = <T>(work: (predictor: Predictor) => Promise<T>) =>
          onDevice(
            operation,
            () => devices.any(),
            async (device) => work(interruptible(await predictorFor(device, target), operation)),
          );
        const { task, labels } = await withPredictor((predictor) => Promise.resolve(predictor));
        const predictor: BatchPredictor = {
          task,
          labels,
          texts: (texts) => withPredictor((now) => predictTexts(now, texts, touch)),
          tokens: (inputs) => withPredictor((now) => predictTokens(now, inputs, touch)),
        };
        return predictFile(files, predictor, request, operation, target);
      }),
    exportRun: (operationId, runId) =>
      operations.run(operationId, (operation) => exportRun(files, records, runId, operation, touch)),
    reference: (operationId, runId) =>
      shared(
        operationId,
        () => devices.any(),
        (operation, device) =>
          writeReference({ files, records, predictors }, device, runId, operation, touch),
      ),
    close: (runId) => host.close(runId),
  };
}

import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TrainingApi } from '../../../../src/core/contract/api';
import { AppError } from '../../../../src/core/contract/errors';
import {
  AGGREGATION_STRATEGIES,
  type Entity,
  type PredictionTarget,
} from '../../../../src/core/contract/predictions';
import type { Task } from '../../../../src/core/contract/task';
import type { Recipe } from '../../../../src/core/recipe/recipe';
import type { Device } from '../../../../src/engine/runtime/device';
import { createTrainingService } from '../service';
import { listen, type TinyStudio, tinyStudio, unlabel } from './tiny-run';

const STEPS = 12;
const LOST = new AppError('GPU_LOST', { reason: 'test' });

/** The training service on a real device, with its stores in memory. */
export function serviceSuite(start: () => Promise<Device>): void {
  const starters = {
    webgpu: start,
    wasm: () => start(),
    webgpuTensorLimit: () => Promise.resolve(null),
  };
  const service = (studio: TinyStudio) => createTrainingService(studio.files, studio.records, starters);
  const losses = async ({ records, runId }: TinyStudio) =>
    (await records.metrics.read(runId)).values['train/loss']?.filter((loss) => !Number.isNaN(loss));

  const predict = async (api: TrainingApi, target: PredictionTarget, texts: readonly string[]) =>
    (await api.predict('op', target, texts)).predictions;

  /** Opens a run, as after a reload, and trains it to its end. */
  const finish = async (studio: TinyStudio) => {
    const api = service(studio);
    const ear = listen();
    await api.open(studio.runId, ear.port);
    await api.start(studio.runId);
    await ear.status('completed', 'failed');
    await api.close(studio.runId);
    ear.close();
    return { studio, api, events: ear.events };
  };

  /** Trains a fresh run to its end. */
  const finished = async (recipe: Partial<Recipe> = {}, task?: Task) =>
    finish(await tinyStudio(recipe, undefined, task));

  describe('a run on tagged words', () => {
    const recipe = { numTrainEpochs: 12, metricForBestModel: 'f1' } as const;
    let run: Awaited<ReturnType<typeof finished>>;
    beforeAll(async () => {
      run = await finished(recipe, 'token-classification');
    }, 30_000);

    test('learns, is scored by entity, and keeps its best weights', async () => {
      const { studio, api } = run;
      const record = await studio.records.runs.get(studio.runId);
      const scores = record?.evaluations.map(({ metrics }) => metrics['f1'] ?? Number.NaN) ?? [];
      const best = Math.max(...scores);
      expect(record).toMatchObject({ status: 'completed', best: { metric: 'f1', value: best } });
      expect(best).toBeGreaterThan(0.9);
      const evaluation = await api.evaluate('op', studio.runId, 'validation');
      expect(evaluation.metrics['f1']).toBe(best);
      expect(evaluation.perLabel.map(({ label }) => label)).toEqual(['GREETING']);
      expect(evaluation.entities?.types).toEqual(['GREETING']);
      const { rows = [] } = evaluation.entities?.cells[0] ?? {};
      expect(rows[0]).toEqual({ fileId: 'f1', row: expect.any(Number) });
    });

    test('answers with entities under every strategy, in units of the text', async () => {
      const { studio, api } = run;
      const target = { kind: 'run', runId: studio.runId, weights: 'best' } as const;
      const text = '😀 ! hello world !';
      const [prediction] = await predict(api, target, [text]);
      if (prediction?.task !== 'token-classification') throw new Error('no entities');
      expect(prediction.tokens.map(({ token, start, end }) => [token, text.slice(start, end)])).toEqual([
        ['😀', '😀'],
        ['!', '!'],
        ['hello', 'hello'],
        ['world', 'world'],
        ['!', '!'],
      ]);
      const words = (entities: readonly Entity[]) => entities.map(({ start, end }) => text.slice(start, end));
      const tagged = prediction.tokens.filter(({ scores }) => scores.indexOf(Math.max(...scores)) > 0);
      expect(words(prediction.entities.none)).toEqual(tagged.map(({ start, end }) => text.slice(start, end)));
      expect(prediction.entities.none.map(({ word }) => word)).toEqual(words(prediction.entities.none));
      for (const strategy of AGGREGATION_STRATEGIES) {
        const entities = prediction.entities[strategy];
        expect(entities.some(({ start }) => start === text.indexOf('hello'))).toBe(true);
        expect(entities.every(({ label }) => label.endsWith('GREETING'))).toBe(true);
      }
      const [base] = await predict(api, { ...target, weights: 'base' }, [text]);
      expect(base).not.toEqual(prediction);
    });

    test('a text longer than the model reads is read in windows, none of it lost', async () => {
      const { studio, api } = run;
      const target = { kind: 'run', runId: studio.runId, weights: 'best' } as const;
      const text = '! ! hello world ! '.repeat(20).trim();
      const [prediction] = await predict(api, target, [text]);
      if (prediction?.task !== 'token-classification') throw new Error('no entities');
      expect(prediction.windows).toBeGreaterThan(5);
      expect(prediction.tokens.map(({ start, end }) => text.slice(start, end)).join(' ')).toBe(text);
      const greetings = [...text.matchAll(/hello/g)].map(({ index }) => index);
      expect(greetings).toHaveLength(20);
      for (const strategy of AGGREGATION_STRATEGIES) {
        const starts = prediction.entities[strategy].map(({ start }) => start);
        expect(starts).toEqual(expect.arrayContaining(greetings));
        expect(new Set(starts).size).toBe(starts.length);
      }
    });

    test('a cancel comes in between two batches of windows', async () => {
      const { studio } = run;
      let batches = 0;
      const watched = async () => {
        const device = await start();
        const settled = () => {
          if (++batches === 2) setTimeout(() => void api.cancel('op'), 0);
          return device.settled();
        };
        return { ...device, settled };
      };
      const api = createTrainingService(studio.files, studio.records, { ...starters, webgpu: watched });
      const target = { kind: 'run', runId: studio.runId, weights: 'best' } as const;
      const text = 'hello world ! '.repeat(2000);
      await expect(api.predict('op', target, [text])).rejects.toMatchObject({ code: 'WORKER_CANCELLED' });
      expect(batches).toBeLessThan(20);
    });

    test('goes on after a stop with the bits of a run that never stopped', async () => {
      const { studio: whole } = run;
      const studio = await tinyStudio(recipe, undefined, 'token-classification');
      const first = service(studio);
      const ear = listen();
      await first.open(studio.runId, ear.port);
      await first.start(studio.runId);
      await ear.until((event) => event.type === 'metrics' && event.step >= 8);
      await first.control(studio.runId, 'stop');
      await first.close(studio.runId);
      ear.close();
      await finish(studio);
      expect(await losses(studio)).toEqual(await losses(whole));
      const scoresOf = async ({ records, runId }: TinyStudio) =>
        (await records.metrics.read(runId)).values['eval/f1'];
      expect(await scoresOf(studio)).toEqual(await scoresOf(whole));
    });
  });

  describe('a run', () => {
    test('goes from the first step to the last, told and written down', async () => {
      const { studio, api, events } = await finished();
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i));
      const states = events.flatMap((e) => (e.type === 'state' ? [e.state.status] : []));
      expect(states).toEqual(['opening', 'ready', 'running', 'completed']);
      const record = await studio.records.runs.get(studio.runId);
      expect(record).toMatchObject({
        status: 'completed',
        progress: { step: STEPS, totalSteps: STEPS, epoch: 2 },
      });
      expect(record?.evaluations.map((e) => [e.step, e.epoch, e.examples])).toEqual([
        [6, 1, 16],
        [12, 2, 16],
      ]);
      expect(record?.checkpoints.every((checkpoint) => !checkpoint.resumable)).toBe(true);
      const metrics = await studio.records.metrics.read(studio.runId);
      expect(metrics.steps.filter((_, i) => !Number.isNaN(metrics.values['train/loss']?.[i]))).toHaveLength(
        STEPS,
      );
      const rates = metrics.values['train/learning_rate']?.filter((rate) => !Number.isNaN(rate));
      expect(rates?.[0]).toBeCloseTo(0.02, 12);
      expect(rates?.at(-1)).toBeCloseTo(0.02 / STEPS, 12);
      const best = Math.min(...(record?.evaluations.map((e) => e.metrics['loss'] ?? Number.NaN) ?? []));
      expect(record?.best?.value).toBe(best);
      const evaluation = await api.evaluate('op', studio.runId, 'validation');
      expect(evaluation.metrics['loss']).toBeCloseTo(best, 5);
    });

    test('what is evaluated again keeps its place: the best is the first of equals', async () => {
      // Too small a rate to change anything.
      const { studio, api } = await finished({ learningRate: 1e-12 });
      const stored = async () => {
        const record = await studio.records.runs.get(studio.runId);
        return { best: record?.best?.step, steps: record?.evaluations.map(({ step }) => step) };
      };
      const before = await stored();
      expect(before.steps?.length).toBeGreaterThan(1);
      expect(before.best).toBe(before.steps?.[0]);
      await api.evaluate('op', studio.runId, 'validation');
      expect(await stored()).toEqual(before);
    });

    test('paused, reloaded and resumed gives the bits of a run that was never interrupted', async () => {
      const { studio: whole } = await finished();
      const studio = await tinyStudio();
      const first = service(studio);
      const ear = listen();
      await first.open(studio.runId, ear.port);
      await first.start(studio.runId);
      await ear.until((event) => event.type === 'metrics' && event.step >= 2);
      await first.control(studio.runId, 'pause');
      const paused = await studio.records.runs.get(studio.runId);
      expect(paused?.status).toBe('paused');
      expect(paused?.progress.step).toBeLessThan(STEPS);
      ear.close();

      await finish(studio);
      expect(await losses(studio)).toEqual(await losses(whole));
      const folder = (s: TinyStudio) =>
        s.files.read(`runs/${s.runId}/checkpoints/step-00000012/model.safetensors`);
      const bytes = async (s: TinyStudio) => new Uint8Array(await (await folder(s)).arrayBuffer());
      expect(await bytes(studio)).toEqual(await bytes(whole));
    });

    test('resumes in the same worker, and stops with a usable model', async () => {
      const studio = await tinyStudio();
      const api = service(studio);
      const ear = listen();
      await api.open(studio.runId, ear.port);
      await expect(api.open(studio.runId, listen().port)).rejects.toThrow(AppError);
      await api.start(studio.runId);
      await api.control(studio.runId, 'pause');
      await api.control(studio.runId, 'resume');
      await api.control(studio.runId, 'resume');
      await api.control(studio.runId, 'stop');
      await expect(api.control(studio.runId, 'resume')).rejects.toMatchObject({ code: 'RUN_BAD_TRANSITION' });
      await api.close(studio.runId);
      ear.close();
      expect((await studio.records.runs.get(studio.runId))?.status).toBe('stopped');
      const [prediction] = await predict(api, { kind: 'run', runId: studio.runId, weights: 'last' }, [
        'hello',
      ]);
      const scores = prediction?.task === 'text-classification' ? prediction.scores : [];
      expect(scores.map(({ label }) => label).sort()).toEqual(['with', 'without']);
    });

    test('leaves no tensor behind', async () => {
      await finished();
      const before = tf.memory().numTensors;
      await finished();
      expect(tf.memory().numTensors).toBe(before);
    });

    test('trains only what the recipe says', async () => {
      const { studio } = await finished({ trainableLayers: 1 });
      const predictWith = async (weights: 'base' | 'last') =>
        predict(service(studio), { kind: 'run', runId: studio.runId, weights }, ['hello world']);
      expect(await predictWith('last')).not.toEqual(await predictWith('base'));
    });
  });

  test('predictions are served while a run trains and while it is paused', async () => {
    const studio = await tinyStudio({ numTrainEpochs: 6 });
    const api = service(studio);
    const ear = listen();
    await api.open(studio.runId, ear.port);
    await api.start(studio.runId);
    const target = { kind: 'run', runId: studio.runId, weights: 'base' } as const;
    const during = await predict(api, target, ['hello world!']);
    await api.control(studio.runId, 'pause');
    expect(await predict(api, target, ['hello world!'])).toEqual(during);
    await api.control(studio.runId, 'stop');
    await api.close(studio.runId);
    ear.close();
  });

  test('the newest weights of a run in training need no checkpoint, and are those the next one holds', async () => {
    const studio = await tinyStudio({ numTrainEpochs: 6, evalStrategy: 'no' });
    const api = service(studio);
    const ear = listen();
    await api.open(studio.runId, ear.port);
    await api.start(studio.runId);
    const newest = { kind: 'run', runId: studio.runId, weights: 'last' } as const;
    const ask = (from: typeof api) => predict(from, newest, ['hello world!']);
    await ear.until((event) => event.type === 'metrics' && event.step >= 2);
    expect(await ask(api)).toHaveLength(1);
    await api.control(studio.runId, 'pause');
    const paused = await ask(api);
    const base = { ...newest, weights: 'base' } as const;
    expect(paused).not.toEqual(await predict(api, base, ['hello world!']));
    expect(paused).toEqual(await ask(service(studio)));
    await api.control(studio.runId, 'stop');
    await api.close(studio.runId);
    ear.close();
  });

  test('a lost device is replaced, and the run goes on from its last checkpoint', async () => {
    const { studio: whole } = await finished();
    const studio = await tinyStudio();
    let lose: (error: AppError) => void = () => undefined;
    let failNow = false;
    let starts = 0;
    const fragile = async (): Promise<Device> => {
      const device = await start();
      if (starts++ > 0) return device;
      return {
        ...device,
        lost: new Promise((resolve) => {
          lose = resolve;
        }),
        finish: (scalars) =>
          failNow ? Promise.reject(new Error('mapAsync was aborted')) : device.finish(scalars),
        settled: () => (failNow ? Promise.reject(new Error('mapAsync was aborted')) : device.settled()),
        explain: (thrown) => (failNow ? Promise.resolve(LOST) : device.explain(thrown)),
        dispose: () => undefined,
      };
    };
    const api = createTrainingService(studio.files, studio.records, { ...starters, webgpu: fragile });
    const ear = listen();
    await api.open(studio.runId, ear.port);
    await api.start(studio.runId);
    await ear.until((event) => event.type === 'checkpoint');
    failNow = true;
    lose(LOST);
    await ear.status('completed', 'failed');
    await api.close(studio.runId);
    ear.close();
    expect(starts).toBe(2);
    const warnings = ear.events.flatMap((event) => (event.type === 'warning' ? [event.warning.code] : []));
    expect(warnings).toContain('DEVICE_RECOVERED');
    expect(await losses(studio)).toEqual(await losses(whole));
  });

  test('a run that is closed while it opens is freed once it is open', async () => {
    const studio = await tinyStudio();
    const device = await start();
    let askedToClose: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      askedToClose = resolve;
    });
    const webgpu = async () => {
      await asked;
      return device;
    };
    const api = createTrainingService(studio.files, studio.records, { ...starters, webgpu });
    const ear = listen();
    const before = tf.memory().numTensors;
    const opening = api.open(studio.runId, ear.port);
    await ear.status('opening');
    const closing = api.close(studio.runId);
    askedToClose();
    await Promise.all([opening, closing]);
    ear.close();
    expect((await studio.records.runs.get(studio.runId))?.status).toBe('stopped');
    expect(tf.memory().numTensors).toBe(before);
  });

  test('requests are carried out in order, each answered for itself', async () => {
    const studio = await tinyStudio({ numTrainEpochs: 6 });
    const api = service(studio);
    const ear = listen();
    await api.open(studio.runId, ear.port);
    await api.start(studio.runId);
    const paused = api.control(studio.runId, 'pause');
    // Asked while the pause is still being saved: served all the same.
    const target = { kind: 'run', runId: studio.runId, weights: 'base' } as const;
    const predicted = predict(api, target, ['hello']);
    await Promise.all([paused, predicted]);
    const stopped = api.control(studio.runId, 'stop');
    await expect(api.control(studio.runId, 'checkpoint')).rejects.toMatchObject({
      code: 'RUN_BAD_TRANSITION',
    });
    await stopped;
    expect((await studio.records.runs.get(studio.runId))?.status).toBe('stopped');
    await api.close(studio.runId);
    ear.close();
  });

  test('early stopping ends a resumed run where it ends an uninterrupted one', async () => {
    const impatient = {
      numTrainEpochs: 6,
      learningRate: 1e-9,
      earlyStoppingPatience: 1,
      earlyStoppingThreshold: 1,
    };
    const { studio: whole } = await finished(impatient);
    const end = (await whole.records.runs.get(whole.runId))?.progress.step;
    expect(end).toBe(12);
    const studio = await tinyStudio(impatient);
    const first = service(studio);
    const ear = listen();
    await first.open(studio.runId, ear.port);
    await first.start(studio.runId);
    await ear.until((event) => event.type === 'evaluation' && event.step === end);
    await first.control(studio.runId, 'pause').catch(() => undefined);
    await first.close(studio.runId);
    ear.close();
    await finish(studio);
    expect((await studio.records.runs.get(studio.runId))?.progress.step).toBe(end);
  });

  /** A graphics card without memory, and the processor instead. */
  const cramped = () => {
    const small = async (): Promise<Device> => {
      const device = await start();
      return {
        ...device,
        report: { ...device.report, backend: 'webgpu' },
        allocate: () => {
          throw new AppError('GPU_OUT_OF_MEMORY', { neededBytes: 2, limitBytes: 1 });
        },
      };
    };
    const wasm = async (fallback: AppError | null): Promise<Device> => {
      const device = await start();
      return {
        ...device,
        report: { ...device.report, backend: 'wasm', fallback: fallback?.failure ?? null },
      };
    };
    return { ...starters, webgpu: small, wasm };
  };

  test('a model that the graphics card cannot hold is measured and answers on WASM where the choice is automatic', async () => {
    const studio = await tinyStudio();
    const spec = (await studio.records.runs.get(studio.runId))?.spec;
    if (spec === undefined) throw new Error('no run');
    const { modelId, data, recipe } = spec;
    const api = createTrainingService(studio.files, studio.records, cramped());
    const probe = await api.probe('op1', { modelId, data, recipe, backend: 'auto' });
    expect(probe.device).toMatchObject({ backend: 'wasm', fallback: { code: 'GPU_OUT_OF_MEMORY' } });
    await expect(api.probe('op2', { modelId, data, recipe, backend: 'webgpu' })).rejects.toMatchObject({
      code: 'GPU_OUT_OF_MEMORY',
    });
    const fresh = createTrainingService(studio.files, studio.records, cramped());
    const target = { kind: 'run', runId: studio.runId, weights: 'base' } as const;
    expect(await predict(fresh, target, ['hello'])).toHaveLength(1);
  });

  test('a model that the graphics card cannot hold trains on WASM, and says why', async () => {
    const studio = await tinyStudio();
    const api = createTrainingService(studio.files, studio.records, cramped());
    const ear = listen();
    await api.open(studio.runId, ear.port);
    await api.start(studio.runId);
    await ear.status('completed', 'failed');
    await api.close(studio.runId);
    ear.close();
    const warnings = ear.events.flatMap((event) => (event.type === 'warning' ? [event.warning] : []));
    expect(warnings).toContainEqual({ code: 'DEVICE_FALLBACK', details: { code: 'GPU_OUT_OF_MEMORY' } });
    const record = await studio.records.runs.get(studio.runId);
    expect(record).toMatchObject({ status: 'completed', device: { backend: 'wasm' } });
  });

  test('a device lost again and again ends the run, and the next one can be opened', async () => {
    const studio = await tinyStudio();
    const doomed = async (): Promise<Device> => ({
      ...(await start()),
      finish: () => Promise.reject(LOST),
      settled: () => Promise.reject(LOST),
      explain: () => Promise.resolve(LOST),
      dispose: () => undefined,
    });
    let healthy = false;
    const api = createTrainingService(studio.files, studio.records, {
      ...starters,
      webgpu: () => (healthy ? start() : doomed()),
    });
    const ear = listen();
    await api.open(studio.runId, ear.port);
    await api.start(studio.runId);
    const failed = await ear.status('failed');
    expect(failed).toMatchObject({ state: { failure: { code: 'GPU_LOST' } } });
    expect(ear.events.filter((event) => event.type === 'error')).toHaveLength(1);
    healthy = true;
    await api.close(studio.runId);
    const next = listen();
    await api.open(studio.runId, next.port);
    await api.start(studio.runId);
    await next.status('completed', 'failed');
    await api.close(studio.runId);
    expect((await studio.records.runs.get(studio.runId))?.status).toBe('completed');
    ear.close();
    next.close();
  });

  test('a full disk pauses the run; with room again it goes on', async () => {
    const studio = await tinyStudio();
    const { files } = studio;
    let full = true;
    const guarded = {
      ...files,
      read: files.read.bind(files),
      openWriter: (path: string) =>
        full && path.includes('checkpoints')
          ? Promise.reject(new AppError('STORAGE_FULL', { path }))
          : files.openWriter(path),
    };
    const api = createTrainingService(guarded, studio.records, starters);
    const ear = listen();
    await api.open(studio.runId, ear.port);
    await api.start(studio.runId);
    const error = await ear.until((event) => event.type === 'error');
    expect(error).toMatchObject({ failure: { code: 'STORAGE_FULL' } });
    await ear.status('paused');
    full = false;
    await api.control(studio.runId, 'resume');
    await ear.status('completed', 'failed');
    await api.close(studio.runId);
    ear.close();
    expect((await studio.records.runs.get(studio.runId))?.status).toBe('completed');
  });

  describe('sentences without any labelled token, alone in their batches', () => {
    const recipe = {
      numTrainEpochs: 1,
      perDeviceTrainBatchSize: 1,
      perDeviceEvalBatchSize: 1,
      gradientAccumulationSteps: 1,
      loggingSteps: 1,
      metricForBestModel: 'f1',
    } as const;

    test('end no run, and count in no loss', async () => {
      const studio = await tinyStudio(recipe, undefined, 'token-classification');
      await unlabel(studio, 'train', (row) => row % 10 === 3);
      await unlabel(studio, 'validation', (row) => row === 5);
      await finish(studio);
      const record = await studio.records.runs.get(studio.runId);
      expect(record).toMatchObject({ status: 'completed', failure: null });
      const { values } = await studio.records.metrics.read(studio.runId);
      const norms = values['train/grad_norm']?.filter((norm) => !Number.isNaN(norm)) ?? [];
      expect(norms.filter((norm) => norm === 0)).toHaveLength(4);
      expect(await losses(studio)).toHaveLength(norms.length - 4);
      const [evaluation] = record?.evaluations ?? [];
      expect(evaluation?.metrics['loss']).toBeGreaterThan(0);
      expect(evaluation?.metrics['loss']).toBeLessThan(Number.POSITIVE_INFINITY);
    });

    test('that make up the whole validation split leave an evaluation without a loss', async () => {
      const studio = await tinyStudio(recipe, undefined, 'token-classification');
      await unlabel(studio, 'validation', () => true);
      await finish(studio);
      const record = await studio.records.runs.get(studio.runId);
      expect(record).toMatchObject({ status: 'completed', failure: null });
      expect(record?.evaluations.map(({ metrics }) => metrics['loss'])).toEqual([undefined]);
    });
  });

  test('plan and probe tell what a run will take', async () => {
    const studio = await tinyStudio({ warmupSteps: 500 });
    const api = service(studio);
    const spec = (await studio.records.runs.get(studio.runId))?.spec;
    if (spec === undefined) throw new Error('no run');
    const request = { modelId: spec.modelId, data: spec.data, recipe: spec.recipe };
    const plan = await api.plan(request);
    expect(plan.totalSteps).toBe(STEPS);
    expect(plan.trainableCount).toBe(plan.parameterCount);
    expect(plan.memory.optimizer).toBe(8 * plan.parameterCount);
    expect(plan.warnings.map(({ code }) => code)).toContain('WARMUP_TOO_LONG');
    const probe = await api.probe('op', { ...request, backend: 'auto' });
    expect(probe.stepMs).toBeGreaterThan(0);
    expect(probe.seconds).toBeGreaterThan(0);
  });
}

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FAKE_EVALUATION } from '../../client/fake/fake-training-client';
import { paths } from '../../core/contract/storage';
import { SMALL_RECIPE } from '../../core/recipe/recipe';
import { liveRun, runById } from '../selectors';
import { loadStudio } from '../store';
import { createReadyStudio, type TestStudio } from '../testing/test-studio';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const codes = ({ state }: TestStudio): string[] => state().notices.items.map(({ failure }) => failure.code);

describe('runs', () => {
  async function started(): Promise<{ studio: TestStudio; runId: string }> {
    const studio = await createReadyStudio();
    const runId = await studio.state().runs.start();
    if (runId === null) throw new Error('the run was not started');
    return { studio, runId };
  }
  const run = (studio: TestStudio, runId: string) => {
    const found = runById(studio.state(), runId);
    if (found === null) throw new Error('no such run');
    return found;
  };

  test('starting saves the record, opens and trains', async () => {
    const { studio, runId } = await started();
    expect(run(studio, runId)).toMatchObject({
      name: 'Starter on titles',
      status: 'running',
      spec: { id: runId, labels: ['no', 'yes'], recipe: SMALL_RECIPE },
      progress: { totalSteps: 6 },
      device: { backend: 'webgpu' },
    });
    expect((await studio.records.runs.get(runId))?.status).toBe('running');
    expect(studio.state().runs.open).toEqual({ runId, pending: null });
    expect(liveRun(studio.state())?.id).toBe(runId);
    expect(studio.browser).toMatchObject({ isGuarded: true, claimed: new Set([runId]) });
  });

  test('a second click on Train starts nothing', async () => {
    const studio = await createReadyStudio();
    const [first, second] = await Promise.all([studio.state().runs.start(), studio.state().runs.start()]);
    expect([first, second]).toEqual([expect.any(String), null]);
    expect(await studio.state().runs.start()).toBeNull();
    expect(studio.state().runs.items).toHaveLength(1);
    expect(codes(studio)).toEqual(['RUN_BUSY', 'RUN_BUSY']);
  });

  test('events become state; the best validation is the first of equals', async () => {
    const { studio, runId } = await started();
    const progress = { ...run(studio, runId).progress, step: 3, tokensPerSecond: 900 };
    await studio.fake.run.emit({ type: 'progress', step: 3, progress });
    await studio.fake.run.emit({
      type: 'metrics',
      step: 3,
      columns: { steps: [1, 2, 3], values: { 'train/loss': [3, 2, 1] } },
    });
    for (const [step, loss] of [
      [2, 0.5],
      [4, 0.3],
      [6, 0.3],
    ] as const) {
      await studio.fake.run.emit({
        type: 'evaluation',
        step,
        evaluation: { ...FAKE_EVALUATION, step, metrics: { loss } },
      });
    }
    for (const steps of [5, 9]) {
      await studio.fake.run.emit({
        type: 'warning',
        step: 3,
        warning: { code: 'LOSS_FLAT', details: { steps } },
      });
    }
    await vi.advanceTimersByTimeAsync(300);
    expect(run(studio, runId)).toMatchObject({ progress, best: { step: 4, metric: 'loss', value: 0.3 } });
    expect(run(studio, runId).evaluations.map(({ step }) => step)).toEqual([2, 4, 6]);
    expect(studio.metrics.of(runId).chart('train/loss').values).toEqual([3, 2, 1]);
    expect(studio.state().runs.warnings[runId]).toEqual([{ code: 'LOSS_FLAT', details: { steps: 9 } }]);
    studio.state().runs.dismissWarning(runId, 'LOSS_FLAT');
    expect(studio.state().runs.warnings[runId]).toEqual([]);
  });

  test('evaluating the best weights once more leaves the best where it was', async () => {
    const { studio, runId } = await started();
    const { step, metrics } = FAKE_EVALUATION;
    for (const at of [step, step + 2]) {
      const evaluation = { ...FAKE_EVALUATION, step: at, metrics: { loss: 0.3 } };
      await studio.fake.run.emit({ type: 'evaluation', step: at, evaluation });
    }
    await studio.state().runs.evaluate(runId, 'validation');
    expect(run(studio, runId).best).toEqual({ step, metric: 'loss', value: 0.3 });
    expect(run(studio, runId).evaluations.map((each) => [each.step, each.metrics['loss']])).toEqual([
      [step, metrics['loss']],
      [step + 2, 0.3],
    ]);
  });

  test('a failure that does not end the run is a notice', async () => {
    const { studio, runId } = await started();
    await studio.fake.run.emit({ type: 'error', step: 1, failure: { code: 'STORAGE_FULL', details: {} } });
    expect(codes(studio)).toEqual(['STORAGE_FULL']);
    expect(run(studio, runId).status).toBe('running');
  });

  test('an error that ends the run is shown with the run alone', async () => {
    const { studio, runId } = await started();
    const failure = { code: 'RUN_DIVERGED', details: { step: 3 } } as const;
    await studio.fake.run.emit({ type: 'error', step: 3, failure });
    await studio.fake.run.transition({ type: 'fail', failure }, 3);
    expect(run(studio, runId)).toMatchObject({ status: 'failed', failure });
    expect(codes(studio)).toEqual([]);
    expect(studio.browser.isGuarded).toBe(false);
  });

  test('the checkpoints are those that the worker has kept', async () => {
    const { studio, runId } = await started();
    const checkpoint = (step: number) => ({
      step,
      folder: `step-${step}`,
      createdAt: step,
      sizeBytes: 1,
      resumable: true,
    });
    await studio.fake.run.emit({ type: 'checkpoint', step: 2, checkpoint: checkpoint(2) });
    expect(run(studio, runId).checkpoints).toEqual([checkpoint(2)]);
    await studio.fake.run.emit({ type: 'checkpoint', step: 4, checkpoint: checkpoint(4) });
    await studio.records.runs.update(runId, { checkpoints: [checkpoint(4)] });
    await studio.fake.run.emit({ type: 'checkpoint', step: 6, checkpoint: checkpoint(6) });
    await vi.waitFor(() => expect(run(studio, runId).checkpoints).toEqual([checkpoint(4), checkpoint(6)]));
  });

  test('resuming forgets the points and evaluations after the checkpoint', async () => {
    const { studio, runId } = await started();
    const columns = { steps: [1, 2, 3], values: { 'train/loss': [3, 2, 1] } };
    await studio.fake.run.emit({ type: 'metrics', step: 3, columns });
    await studio.fake.run.emit({ type: 'evaluation', step: 3, evaluation: { ...FAKE_EVALUATION, step: 3 } });
    await studio.state().runs.stop(runId);
    await studio.records.metrics.truncate(runId, 2);
    await studio.records.runs.update(runId, { evaluations: [], best: null });
    await studio.state().runs.resumeRun(runId);
    await vi.advanceTimersByTimeAsync(300);
    expect(run(studio, runId)).toMatchObject({ status: 'running', evaluations: [], best: null });
    expect(studio.metrics.of(runId).chart('train/loss').steps).toEqual([1, 2]);
  });

  test('pause, resume and stop; a stopped run lets the page go', async () => {
    const { studio, runId } = await started();
    await studio.state().runs.pause(runId);
    expect(run(studio, runId).status).toBe('paused');
    expect(studio.browser.isGuarded).toBe(true);
    await studio.state().runs.resume(runId);
    await studio.state().runs.stop(runId);
    expect(run(studio, runId).status).toBe('stopped');
    expect(studio.state().runs.open).toEqual({ runId, pending: null });
    expect(studio.browser).toMatchObject({ isGuarded: false, claimed: new Set() });
    expect(codes(studio)).toEqual([]);
  });

  test('what was asked is shown until it has happened', async () => {
    const { studio, runId } = await started();
    const release = studio.fake.faults.hold('control');
    const pausing = studio.state().runs.pause(runId);
    expect(studio.state().runs.open).toEqual({ runId, pending: 'pause' });
    release();
    await pausing;
    expect(studio.state().runs.open).toEqual({ runId, pending: null });
  });

  test('the next run closes the one that has ended and is named by its difference', async () => {
    const { studio, runId } = await started();
    await studio.fake.run.transition({ type: 'complete' }, 6);
    studio.state().setup.patchRecipe({ learningRate: 1e-3 });
    const next = (await studio.state().runs.start()) ?? '';
    expect(run(studio, next)).toMatchObject({ name: 'lr 5e-4→0.001', status: 'running' });
    expect(run(studio, runId).status).toBe('completed');
    expect(studio.state().runs.open?.runId).toBe(next);
  });

  test.each(['open', 'start'] as const)('a run that fails in %s keeps its failure', async (method) => {
    const studio = await createReadyStudio();
    studio.fake.faults.failNext(method, 'GPU_OUT_OF_MEMORY', { neededBytes: 1 });
    const runId = (await studio.state().runs.start()) ?? '';
    expect(run(studio, runId)).toMatchObject({ status: 'failed', failure: { code: 'GPU_OUT_OF_MEMORY' } });
    expect(await studio.records.runs.get(runId)).toMatchObject({ status: 'failed' });
    expect(studio.state().runs.open).toBeNull();
    expect(studio.browser).toMatchObject({ isGuarded: false, claimed: new Set() });
    expect(codes(studio)).toEqual([]);
    await studio.state().runs.resumeRun(runId);
    expect(run(studio, runId)).toMatchObject({ status: 'running', failure: null });
  });

  test('a crash fails the live run; it can be resumed', async () => {
    const { studio, runId } = await started();
    studio.fake.run.crash({ code: 'WORKER_SILENT', details: { seconds: 180 } });
    await vi.waitFor(async () => expect((await studio.records.runs.get(runId))?.status).toBe('failed'));
    expect(run(studio, runId)).toMatchObject({ status: 'failed', failure: { code: 'WORKER_SILENT' } });
    expect(studio.state().runs.open).toBeNull();
    await studio.state().runs.resumeRun(runId);
    expect(run(studio, runId).status).toBe('running');
  });

  test('a crash after the end does not spoil a finished run', async () => {
    const { studio, runId } = await started();
    await studio.fake.run.transition({ type: 'complete' }, 6);
    studio.fake.run.crash();
    await vi.advanceTimersByTimeAsync(10);
    expect(run(studio, runId).status).toBe('completed');
    expect((await studio.records.runs.get(runId))?.status).toBe('completed');
    expect(studio.state().runs.open).toBeNull();
  });

  test('after lost events the record is read again', async () => {
    const { studio, runId } = await started();
    await studio.records.runs.update(runId, { progress: { ...run(studio, runId).progress, step: 5 } });
    await studio.records.metrics.append(runId, { steps: [5], values: { 'train/loss': [0.5] } });
    studio.fake.run.skipEvent();
    await vi.waitFor(() => expect(run(studio, runId).progress.step).toBe(5));
    await vi.advanceTimersByTimeAsync(300);
    expect(studio.metrics.of(runId).chart('train/loss').steps).toEqual([5]);
  });

  test('after a reload an interrupted run is stopped and can be resumed', async () => {
    const { studio, runId } = await started();
    const later = studio.reloaded();
    await loadStudio(later);
    expect(run(later, runId)).toMatchObject({ status: 'stopped', failure: null });
    expect((await later.records.runs.get(runId))?.status).toBe('stopped');
    await later.state().runs.resumeRun(runId);
    expect(run(later, runId).status).toBe('running');
  });

  test('a run of another tab is left alone', async () => {
    const { studio, runId } = await started();
    const other = studio.reloaded();
    other.browser.claimed.add(runId);
    await loadStudio(other);
    expect(other.state().runs.elsewhere).toEqual([runId]);
    expect(run(other, runId).status).toBe('running');
    await other.state().runs.resumeRun(runId);
    await other.state().runs.remove(runId);
    expect(codes(other)).toEqual(['RUN_BUSY', 'RUN_BUSY']);
    expect((await other.records.runs.get(runId))?.status).toBe('running');
  });

  test('evaluating another split adds its result', async () => {
    const { studio, runId } = await started();
    await studio.fake.run.transition({ type: 'complete' }, 6);
    await studio.state().runs.evaluate(runId, 'test');
    expect(run(studio, runId).evaluations).toEqual([{ ...FAKE_EVALUATION, split: 'test' }]);
    expect(run(studio, runId).best).toBeNull();
    studio.fake.faults.failNext('evaluate', 'RUN_NOT_OPEN');
    await studio.state().runs.evaluate(runId, 'train');
    expect(studio.state().runs.evaluating[runId]).toMatchObject({ failure: { code: 'RUN_NOT_OPEN' } });
  });

  test('what a live run uses cannot be removed; an ended run goes with all it has', async () => {
    const { studio, runId } = await started();
    await studio.files.write(paths.runFile(runId, 'manifest.json'), '{}');
    await studio.fake.run.emit({
      type: 'metrics',
      step: 1,
      columns: { steps: [1], values: { 'train/loss': [1] } },
    });
    await studio.state().runs.remove(runId);
    await studio.state().datasets.remove(run(studio, runId).spec.datasetId);
    await studio.state().models.remove(run(studio, runId).spec.modelId);
    expect(codes(studio)).toEqual(['RUN_BUSY', 'RUN_BUSY', 'RUN_BUSY']);
    await studio.state().runs.stop(runId);
    await studio.state().runs.remove(runId);
    expect(await studio.records.runs.list()).toEqual([]);
    expect((await studio.records.metrics.read(runId)).steps).toEqual([]);
    expect(await studio.files.list(paths.run(runId))).toEqual([]);
    expect(studio.state().runs).toMatchObject({ items: [], open: null });
  });

  test('a run’s set-up can be taken over', async () => {
    const { studio, runId } = await started();
    studio.state().setup.patchRecipe({ seed: 7 });
    await studio.state().runs.rename(runId, 'first');
    studio.state().setup.copyRun(runId);
    expect(studio.state().setup).toMatchObject({ recipe: { seed: 42 }, recipeIsOwn: true });
    expect((await studio.records.runs.get(runId))?.name).toBe('first');
  });
});

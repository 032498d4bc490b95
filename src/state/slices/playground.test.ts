import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../core/contract/errors';
import { createReadyStudio, createTestStudio, TITLES_CSV } from '../testing/test-studio';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const csv = (name: string, text: string = TITLES_CSV): File => new File([text], name);

describe('playground, exports, notices', () => {
  const target = { kind: 'run', runId: 'r1', weights: 'best' } as const;

  test('each text is answered by the tuned model and the base', async () => {
    const studio = createTestStudio();
    await studio.state().playground.predict(target, ['even', 'odd']);
    expect(studio.state().playground.attempts).toMatchObject([
      {
        text: 'odd',
        tuned: { value: { prediction: { scores: [{ label: 'no', score: 0.9 }, {}] }, milliseconds: 6 } },
        base: { value: { prediction: { scores: [{ score: 0.5 }, {}] } } },
      },
      { text: 'even', tuned: { value: { prediction: { scores: [{ label: 'yes', score: 0.9 }, {}] } } } },
    ]);
    await studio.state().playground.predict({ kind: 'model', modelId: 'm' }, ['x']);
    expect(studio.state().playground.attempts[0]?.base.status).toBe('idle');
    for (let i = 0; i < 30; i++) await studio.state().playground.predict(target, [`text ${i}`]);
    expect(studio.state().playground.attempts).toHaveLength(20);
    const [kept, ...others] = studio.state().playground.attempts;
    studio.state().playground.forget(others.map(({ id }) => id));
    expect(studio.state().playground.attempts).toEqual([kept]);
  });

  test('the model before training is not asked when it has left the library', async () => {
    const studio = await createReadyStudio();
    const runId = (await studio.state().runs.start()) ?? '';
    await studio.state().runs.stop(runId);
    const ask = () => studio.state().playground.predict({ kind: 'run', runId, weights: 'best' }, ['even']);
    await ask();
    expect(studio.state().playground.attempts[0]?.base.status).toBe('ready');
    await studio.state().models.remove(studio.state().models.items[0]?.id ?? '');
    await ask();
    expect(studio.state().playground.attempts[0]).toMatchObject({
      tuned: { status: 'ready' },
      base: { status: 'idle' },
    });
  });

  test('an answer that waits for a training step says so; one that fails too', async () => {
    const studio = await createReadyStudio();
    await studio.state().runs.start();
    const release = studio.fake.faults.hold('predict');
    const asking = studio.state().playground.predict(target, ['hello']);
    expect(studio.state().playground.attempts[0]?.tuned).toMatchObject({
      status: 'pending',
      progress: { stage: 'waiting' },
    });
    studio.fake.faults.failNext('predict', 'RUN_NO_CHECKPOINT');
    release();
    await asking;
    const [attempt] = studio.state().playground.attempts;
    expect(new Set([attempt?.tuned.status, attempt?.base.status])).toEqual(new Set(['failed', 'ready']));
  });

  test('a predicted file is kept and offered as a download', async () => {
    const studio = createTestStudio();
    await studio.state().playground.predictFile(target, {
      file: csv('new.csv'),
      textColumn: null,
      format: 'csv',
      strategy: 'none',
    });
    expect(studio.state().playground.filePrediction).toMatchObject({ status: 'ready', value: { rows: 12 } });
    await studio.state().playground.saveFilePrediction();
    expect(studio.browser.saved.map(({ fileName }) => fileName)).toEqual(['predicted new.csv']);
  });

  test('an export ends as a download, a cancelled one as nothing', async () => {
    const studio = createTestStudio();
    await studio.state().exports.exportRun('r1');
    expect(studio.state().exports.jobs['r1']).toMatchObject({
      status: 'ready',
      value: { fileName: 'model.zip' },
    });
    expect(studio.browser.saved.map(({ fileName }) => fileName)).toEqual(['model.zip']);
    await studio.state().exports.save('r1');
    expect(studio.browser.saved).toHaveLength(2);
    const release = studio.fake.faults.hold('exportRun');
    const exporting = studio.state().exports.exportRun('r2');
    expect(studio.state().exports.jobs['r2']).toMatchObject({
      status: 'pending',
      progress: { stage: 'writing' },
    });
    studio.state().exports.cancel('r2');
    await exporting;
    release();
    expect(studio.state().exports.jobs['r2']?.status).toBe('idle');
    expect(studio.browser.saved).toHaveLength(2);
  });

  test('notices are shown until dismissed; what was cancelled is none', () => {
    const studio = createTestStudio();
    studio.state().notices.report(new AppError('WORKER_CANCELLED'));
    studio.state().notices.report(new TypeError('broken'));
    expect(studio.state().notices.items).toMatchObject([
      { failure: { code: 'WORKER_UNEXPECTED', details: { reason: 'TypeError: broken' } } },
    ]);
    studio.state().notices.dismiss(studio.state().notices.items[0]?.id ?? '');
    expect(studio.state().notices.items).toEqual([]);
  });

  test('persistence is asked for once', async () => {
    const studio = createTestStudio();
    await studio.state().space.requestPersistence();
    await studio.state().space.requestPersistence();
    expect(studio.browser.persistAsked).toBe(1);
    expect(studio.state().space.report).not.toBeNull();
  });
});

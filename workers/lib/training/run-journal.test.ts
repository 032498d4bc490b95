import { expect, test } from 'vitest';
import { AppError } from '../../../src/core/contract/errors';
import type { Evaluation } from '../../../src/core/contract/run';
import type { RecordStore } from '../../../src/core/contract/storage';
import { RunJournal } from './run-journal';
import { listen, tinyStudio } from './testing/tiny-run';

/** A journal on stores that are full for as long as `disk.full` says. */
async function journalOnDisk() {
  const { records, runId } = await tinyStudio();
  const disk = { full: false };
  const guard = <T>(work: () => Promise<T>) =>
    disk.full ? Promise.reject(new AppError('STORAGE_FULL', { path: 'metrics' })) : work();
  const full: RecordStore = {
    ...records,
    runs: { ...records.runs, update: (id, patch) => guard(() => records.runs.update(id, patch)) },
    metrics: {
      ...records.metrics,
      append: (id, columns) => guard(() => records.metrics.append(id, columns)),
      truncate: (id, step) => guard(() => records.metrics.truncate(id, step)),
    },
  };
  const record = await records.runs.get(runId);
  if (record === undefined) throw new Error('no run');
  const ear = listen();
  const journal = new RunJournal(full, ear.port, record);
  const tell = (step: number) =>
    journal.emit({ type: 'metrics', step, columns: { steps: [step], values: { 'train/loss': [step] } } });
  const stored = async () => (await records.metrics.read(runId)).steps;
  return { journal, disk, tell, stored, close: ear.close, get: () => records.runs.get(runId) };
}

const evaluation = (step: number, loss: number, split: Evaluation['split'] = 'validation'): Evaluation => ({
  step,
  epoch: step,
  split,
  examples: 1,
  seconds: 1,
  metrics: { loss },
  perLabel: [],
  strictPerLabel: [],
  confusion: [],
  cells: [],
  entities: null,
});

test('points that did not fit are kept, in order, and stored once there is room', async () => {
  const { journal, disk, tell, stored, close, get } = await journalOnDisk();
  tell(1);
  await journal.settled();
  disk.full = true;
  tell(2);
  await expect(journal.settled()).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  tell(3);
  journal.patch({ status: 'paused' });
  await expect(journal.settled()).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  expect(await stored()).toEqual([1]);
  disk.full = false;
  await journal.settled();
  expect(await stored()).toEqual([1, 2, 3]);
  expect((await get())?.status).toBe('paused');
  close();
});

test('the next write takes what failed before along', async () => {
  const { journal, disk, tell, stored, close } = await journalOnDisk();
  disk.full = true;
  tell(1);
  expect(await journal.attempt()).toMatchObject({ code: 'STORAGE_FULL' });
  disk.full = false;
  tell(2);
  expect(await journal.attempt()).toBeNull();
  expect(await stored()).toEqual([1, 2]);
  close();
});

test('points that wait are forgotten with the others when the run goes back', async () => {
  const { journal, disk, tell, stored, close } = await journalOnDisk();
  disk.full = true;
  for (const step of [1, 2, 3]) tell(step);
  await journal.attempt();
  disk.full = false;
  await journal.rewind(2, []);
  tell(3);
  await journal.settled();
  expect(await stored()).toEqual([1, 2, 3]);
  close();
});

test('the best is the earliest lowest loss on the validation rows, and NaN is stored but never best', async () => {
  const { journal, close, get } = await journalOnDisk();
  const best = async () => {
    await journal.settled();
    return (await get())?.best;
  };
  const tell = (...[step, loss, split]: Parameters<typeof evaluation>) =>
    journal.emit({ type: 'evaluation', step, evaluation: evaluation(step, loss, split) });
  tell(1, Number.NaN);
  expect(await best()).toBeNull();
  tell(2, 0.5);
  tell(3, 0.5);
  tell(4, 0.1, 'test');
  expect(await best()).toEqual({ step: 2, metric: 'loss', value: 0.5 });
  tell(5, 0.4);
  expect(await best()).toEqual({ step: 5, metric: 'loss', value: 0.4 });
  tell(6, Number.POSITIVE_INFINITY);
  await journal.rewind(4, []);
  expect(await best()).toEqual({ step: 2, metric: 'loss', value: 0.5 });
  expect((await get())?.evaluations[0]?.metrics['loss']).toBeNaN();
  close();
});

test('only the newest and the best evaluation keep the rows behind their figures', async () => {
  const { records, runId } = await tinyStudio({ metricForBestModel: 'loss' });
  const record = await records.runs.get(runId);
  if (record === undefined) throw new Error('no run');
  const ear = listen();
  const journal = new RunJournal(records, ear.port, record);
  const cells = [{ truth: 0, predicted: 1, rows: [{ fileId: 'f1', row: 7 }] }];
  const entities = {
    types: ['PER'],
    counts: [
      [0, 1],
      [0, 0],
    ],
    wrongBoundary: [
      [0, 0],
      [0, 0],
    ],
    cells: [{ truth: 0, predicted: 1, wrongBoundary: false, rows: [{ fileId: 'f1', row: 7 }] }],
  };
  for (const [step, loss] of [0.5, 0.2, 0.4, 0.3].entries()) {
    journal.emit({ type: 'evaluation', step, evaluation: { ...evaluation(step, loss), cells, entities } });
  }
  await journal.settled();
  const kept = (await records.runs.get(runId))?.evaluations;
  expect(kept?.map((each) => each.cells.length)).toEqual([0, 1, 0, 1]);
  expect(kept?.map((each) => each.entities?.cells.length)).toEqual([0, 1, 0, 1]);
  expect(kept?.every((each) => each.entities?.counts[0]?.[1] === 1)).toBe(true);
  ear.close();
});

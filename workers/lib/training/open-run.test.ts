import { expect, test } from 'vitest';
import { paths } from '../../../src/core/contract/storage';
import { startCpu } from '../../../src/engine/testing/cpu-device';
import { ControlMailbox } from '../../../src/engine/train/control-mailbox';
import { openRun } from './open-run';
import { RunJournal } from './run-journal';
import { createTrainingService } from './service';
import { listen, type TinyStudio, tinyStudio } from './testing/tiny-run';

/** A run that paused with a checkpoint of its first evaluation and a later one. */
async function pausedRun() {
  const studio = await tinyStudio();
  const api = createTrainingService(studio.files, studio.records, {
    webgpu: startCpu,
    wasm: startCpu,
    webgpuTensorLimit: () => Promise.resolve(null),
  });
  const ear = listen();
  await api.open(studio.runId, ear.port);
  await api.start(studio.runId);
  await ear.until((event) => event.type === 'metrics' && event.step >= 8);
  await api.control(studio.runId, 'pause');
  ear.close();
  const record = await studio.records.runs.get(studio.runId);
  const [older, newest] = record?.checkpoints ?? [];
  if (record === undefined || older === undefined || newest === undefined) throw new Error('no checkpoints');
  return { studio, record, older, newest };
}

async function open({ files, records, runId }: TinyStudio) {
  const record = await records.runs.get(runId);
  if (record === undefined) throw new Error('no run');
  const ear = listen();
  const journal = new RunJournal(records, ear.port, record);
  const device = await startCpu();
  const opening = openRun({
    files,
    records,
    device,
    journal,
    mailbox: new ControlMailbox(),
    serve: async () => false,
    touch: () => undefined,
  });
  return { opening, ear };
}

test('a damaged newest checkpoint is told, and the run goes on from the older one', async () => {
  const { studio, older, newest } = await pausedRun();
  await studio.files.write(`${paths.checkpoint('r1', newest.folder)}/state.json`, '{"step":');
  const { opening, ear } = await open(studio);
  const run = await opening;
  expect(run.session.step).toBe(older.step);
  await ear.until(({ type }) => type === 'warning');
  expect(ear.events).toContainEqual(
    expect.objectContaining({
      warning: { code: 'CHECKPOINT_SKIPPED', details: { step: newest.step } },
    }),
  );
  const { steps } = await studio.records.metrics.read('r1');
  expect(Math.max(...steps)).toBe(older.step);
  ear.close();
  run.loaded.store.dispose();
});

test('when no checkpoint can be read the run is left as it was', async () => {
  const { studio, record, older, newest } = await pausedRun();
  const before = await studio.records.metrics.read('r1');
  for (const { folder } of [older, newest]) {
    await studio.files.remove(`${paths.checkpoint('r1', folder)}/optimizer.safetensors`);
  }
  const { opening, ear } = await open(studio);
  await expect(opening).rejects.toMatchObject({ code: 'RUN_CHECKPOINT_DAMAGED' });
  expect(await studio.records.metrics.read('r1')).toEqual(before);
  expect(await studio.records.runs.get('r1')).toEqual(record);
  ear.close();
});

test('nothing of a run is forgotten when its rows are gone', async () => {
  const { studio, record } = await pausedRun();
  await studio.files.remove(record.spec.data.splits.validation?.path ?? '');
  // What came after the checkpoint: the next opening forgets it, if it succeeds.
  await studio.records.metrics.append('r1', { steps: [99], values: { 'train/loss': [1] } });
  const { opening, ear } = await open(studio);
  await expect(opening).rejects.toMatchObject({ code: 'DATA_CHANGED' });
  expect((await studio.records.metrics.read('r1')).steps).toContain(99);
  ear.close();
});

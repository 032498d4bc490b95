import { describe, expect, test, vi } from 'vitest';
import { exampleRun } from '../testing/example-run';
import { createTestStudio } from '../testing/test-studio';

const INT8 = { runId: 'r1', precision: 'int8', device: 'wasm' } as const;
const BEST = { kind: 'run', runId: 'r1', weights: 'best' } as const;

/** A studio with a finished run and its zip. */
async function exported() {
  const studio = createTestStudio();
  await studio.records.runs.put(exampleRun({ status: 'completed' }));
  await studio.state().exports.exportRun('r1');
  return studio;
}

describe('an exported file in the playground', () => {
  test('is opened, answers beside the studio, and both say how long they took', async () => {
    const studio = await exported();
    await studio.state().playground.chooseFormat(INT8);
    expect(studio.state().playground).toMatchObject({
      format: INT8,
      opened: { status: 'ready', value: { file: 'onnx/model_quantized.onnx' } },
    });
    await studio.state().playground.predict(BEST, ['even', 'odd'], INT8);
    const timed = (score: number, milliseconds: number) => ({
      status: 'ready',
      value: { prediction: { scores: [{ score }, {}] }, milliseconds },
    });
    expect(studio.state().playground.attempts).toMatchObject([
      { text: 'odd', tuned: timed(0.9, 6), base: { status: 'idle' }, exported: { target: INT8 } },
      { text: 'even', exported: { answer: timed(0.88, 3.5) } },
    ]);
  });

  test('is asked after the studio, not at the same time', async () => {
    const studio = await exported();
    const release = studio.fake.faults.hold('predict');
    const asking = studio.state().playground.predict(BEST, ['even'], INT8);
    const attempt = () => studio.state().playground.attempts[0];
    expect(attempt()?.exported?.answer).toMatchObject({ status: 'pending', progress: null });
    release();
    await asking;
    expect(attempt()?.exported?.answer.status).toBe('ready');
  });

  test('a failure to open it is kept; the studio alone is asked after null', async () => {
    const studio = await exported();
    studio.fake.faults.failNext('openExport', 'EXPORT_UNOPENABLE', { file: 'onnx/model_quantized.onnx' });
    await studio.state().playground.chooseFormat(INT8);
    expect(studio.state().playground.opened).toMatchObject({
      status: 'failed',
      failure: { code: 'EXPORT_UNOPENABLE' },
    });
    await studio.state().playground.chooseFormat(null);
    expect(studio.state().playground).toMatchObject({ format: null, opened: { status: 'idle' } });
  });

  test('an opening gives way to another, and to none', async () => {
    const studio = await exported();
    const release = studio.fake.faults.hold('openExport');
    const first = studio.state().playground.chooseFormat(INT8);
    expect(studio.state().playground.opened.status).toBe('pending');
    const second = studio.state().playground.chooseFormat({ ...INT8, precision: 'float32' });
    await first;
    expect(studio.state().playground.opened.status).toBe('pending');
    release();
    await second;
    expect(studio.state().playground.opened).toMatchObject({ value: { precision: 'float32' } });
    const again = studio.fake.faults.hold('openExport');
    const third = studio.state().playground.chooseFormat(INT8);
    await studio.state().playground.chooseFormat(null);
    await third;
    again();
    expect(studio.state().playground).toMatchObject({ format: null, opened: { status: 'idle' } });
  });
});

describe('a playground that is left', () => {
  test('frees the file, which stays chosen, and opens it on return', async () => {
    const studio = await exported();
    const { playground } = studio.state();
    const closed = vi.spyOn(studio.fake.inference, 'closeExport');
    await playground.enter('r1');
    await playground.chooseFormat(INT8);
    await playground.leave();
    expect(closed).toHaveBeenCalledOnce();
    expect(studio.state().playground).toMatchObject({ format: INT8, opened: { status: 'idle' } });
    await playground.enter('r1');
    expect(studio.state().playground).toMatchObject({ format: INT8, opened: { status: 'ready' } });
  });

  test('while the studio answers does not open the file for what it was asked', async () => {
    const studio = await exported();
    const { playground } = studio.state();
    const asked = vi.spyOn(studio.fake.inference, 'predictExport');
    await playground.chooseFormat(INT8);
    const release = studio.fake.faults.hold('predict');
    const asking = playground.predict(BEST, ['even'], INT8);
    await playground.leave();
    release();
    await asking;
    expect(asked.mock.calls.map(([, , options]) => options?.signal?.aborted)).toEqual([true]);
    expect(studio.state().playground.attempts[0]).toMatchObject({
      tuned: { status: 'ready' },
      exported: { answer: { status: 'idle' } },
    });
  });

  test('for another run chooses none there, nor one whose zip is gone', async () => {
    const studio = await exported();
    const { playground } = studio.state();
    await studio.records.runs.put(exampleRun({ id: 'r2', status: 'completed' }));
    await playground.chooseFormat(INT8);
    await playground.leave();
    await playground.enter('r2');
    expect(studio.state().playground.format).toBeNull();
    await playground.chooseFormat({ ...INT8, runId: 'r2' });
    await playground.leave();
    await playground.enter('r2');
    expect(studio.state().playground).toMatchObject({ format: null, opened: { status: 'idle' } });
  });
});

describe('the certificate of a zip', () => {
  test('is made before the download, and found again after a reload', async () => {
    const studio = await exported();
    expect(studio.browser.saved).toHaveLength(1);
    expect(studio.state().exports.proofs['r1']).toMatchObject({ status: 'ready', value: { rows: 20 } });
    const reloaded = studio.reloaded();
    await reloaded.state().exports.restore('r1');
    expect(reloaded.state().exports.proofs['r1']).toEqual(studio.state().exports.proofs['r1']);
    expect(reloaded.state().exports.jobs['r1']).toEqual(studio.state().exports.jobs['r1']);
    expect(reloaded.browser.saved).toEqual([]);
  });

  test('one that is given up leaves the zip, undownloaded and uncertified', async () => {
    const studio = createTestStudio();
    await studio.records.runs.put(exampleRun({ status: 'completed' }));
    const release = studio.fake.faults.hold('certify');
    const exporting = studio.state().exports.exportRun('r1');
    await expect
      .poll(() => studio.state().exports.proofs['r1'])
      .toMatchObject({ progress: { stage: 'checking' } });
    studio.state().exports.cancel('r1');
    await exporting;
    release();
    expect(studio.state().exports.proofs['r1']).toEqual({ status: 'idle' });
    expect(studio.state().exports.jobs['r1']).toMatchObject({ value: { certificate: null } });
    expect(studio.browser.saved).toEqual([]);
    await studio.state().exports.certify('r1', 'webgpu');
    expect(studio.state().exports.proofs['r1']).toMatchObject({ value: { device: 'webgpu' } });
  });

  test('a second one that is given up leaves the first', async () => {
    const studio = await exported();
    const before = studio.state().exports.proofs['r1'];
    const release = studio.fake.faults.hold('reference');
    const again = studio.state().exports.certify('r1', 'webgpu');
    expect(studio.state().exports.proofs['r1']).toMatchObject({ status: 'pending' });
    studio.state().exports.cancel('r1');
    await again;
    release();
    expect(studio.state().exports.proofs['r1']).toEqual(before);
  });

  test('a failure is kept; the zip is downloaded all the same', async () => {
    const studio = createTestStudio();
    await studio.records.runs.put(exampleRun({ status: 'completed' }));
    studio.fake.faults.failNext('reference', 'DATA_NO_USABLE_ROWS');
    await studio.state().exports.exportRun('r1');
    expect(studio.state().exports.proofs['r1']).toMatchObject({
      status: 'failed',
      failure: { code: 'DATA_NO_USABLE_ROWS' },
    });
    expect(studio.browser.saved).toHaveLength(1);
  });
});

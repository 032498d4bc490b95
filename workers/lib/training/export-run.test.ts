import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { AppError } from '../../../src/core/contract/errors';
import type { FileStore } from '../../../src/core/contract/storage';
import { readSafetensorsHeader } from '../../../src/engine/checkpoint/safetensors-header';
import { readTensor } from '../../../src/engine/checkpoint/safetensors-read';
import { NEW_TRAINING } from '../../../src/engine/train/training-state';
import { OperationRegistry } from '../operations';
import { Checkpoints } from './checkpoints';
import { exportRun } from './export-run';
import { tinyStore } from './testing/tiny-store';
import { tinyStudio } from './testing/tiny-run';

const nothing = () => undefined;

/** A run with the checkpoint of step 2; `whileReading` happens when its weights are opened. */
async function runInTraining(whileReading: (checkpoints: Checkpoints) => Promise<void>, bias = 2) {
  const { files, records, runId } = await tinyStudio();
  const checkpoints = new Checkpoints(files, runId);
  await checkpoints.save(await tinyStore(bias), { ...NEW_TRAINING, step: 2 }, null, false);
  const racing: FileStore = {
    ...files,
    read: async (path) => {
      if (path.endsWith('step-00000002/model.safetensors')) await whileReading(checkpoints);
      return files.read(path);
    },
  };
  const run = () =>
    new OperationRegistry().run('op', (operation) => exportRun(racing, records, runId, operation, nothing));
  return { files, records, runId, run };
}

test('a checkpoint that rotates away while it is exported gives way to the newer one', async () => {
  const { files, run } = await runInTraining(async (checkpoints) => {
    for (const step of [4, 6]) {
      await checkpoints.save(await tinyStore(step), { ...NEW_TRAINING, step }, null, false);
    }
  });
  const { path } = await run();
  const entries = unzipSync(new Uint8Array(await (await files.read(path)).arrayBuffer()));
  const weights = new Blob([new Uint8Array(entries['model.safetensors'] ?? [])]);
  const header = await readSafetensorsHeader(weights);
  const bias = await readTensor(weights, header, 'classifier.bias');
  expect([...bias]).toEqual([6, 6]);
});

test('so does one whose bytes are gone once it is open', async () => {
  const { files, run } = await runInTraining(async (checkpoints) => {
    await checkpoints.save(await tinyStore(4), { ...NEW_TRAINING, step: 4 }, null, false);
    throw new DOMException('The file was deleted.', 'NotReadableError');
  });
  const { path } = await run();
  const { 'model.safetensors': weights } = unzipSync(
    new Uint8Array(await (await files.read(path)).arrayBuffer()),
  );
  expect(weights?.length).toBe(
    (await files.read('runs/r1/checkpoints/step-00000004/model.safetensors')).size,
  );
});

test('weights that cannot be read, and that nothing replaced, are told', async () => {
  const { files, run } = await runInTraining(async () => {
    await files.remove('runs/r1/checkpoints/step-00000002/model.safetensors');
  });
  await expect(run()).rejects.toMatchObject({ code: 'STORAGE_NOT_FOUND' });
});

test('a weight beyond half precision costs the one file that cannot hold it', async () => {
  const { files, run } = await runInTraining(async () => undefined, 70_000);
  const { path, unmade } = await run();
  expect(unmade).toEqual([
    {
      precision: 'float16',
      failure: {
        code: 'EXPORT_BEYOND_HALF',
        details: { tensor: 'bert.embeddings.LayerNorm.bias', value: 70_000 },
      },
    },
  ]);
  const entries = unzipSync(new Uint8Array(await (await files.read(path)).arrayBuffer()));
  expect(Object.keys(entries).filter((name) => name.startsWith('onnx/'))).toEqual([
    'onnx/model.onnx',
    'onnx/model_quantized.onnx',
  ]);
  const weights = new Blob([new Uint8Array(entries['model.safetensors'] ?? [])]);
  const bias = await readTensor(weights, await readSafetensorsHeader(weights), 'classifier.bias');
  expect([...bias]).toEqual([70_000, 70_000]);
  expect(new TextDecoder().decode(entries['README.md'])).toContain(
    '`fp32` and `q8` (a quarter); `fp16` is not there',
  );
  const report: unknown = JSON.parse(await (await files.read('exports/r1/export.json')).text());
  expect(report).toMatchObject({ unmade });
});

test('a failure that has nothing to do with rotation is told at once', async () => {
  let reads = 0;
  const { run } = await runInTraining(async (checkpoints) => {
    reads++;
    await checkpoints.save(await tinyStore(4), { ...NEW_TRAINING, step: 4 }, null, false);
    throw new AppError('STORAGE_FAILED', { reason: 'test' });
  });
  await expect(run()).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  expect(reads).toBe(1);
});

test('the zip of a run that was renamed takes the place of the one before', async () => {
  const { files, records, runId, run } = await runInTraining(async () => undefined);
  const { path: first } = await run();
  await records.runs.update(runId, { name: 'Another name' });
  const { path, fileName } = await run();
  expect(fileName).not.toBe(first.split('/').at(-1));
  expect(await files.exists(path)).toBe(true);
  expect(await files.exists(first)).toBe(false);
});

test('a report that cannot be read any more is written anew', async () => {
  const { files, run } = await runInTraining(async () => undefined);
  const first = await run();
  await files.write('exports/r1/export.json', '{"path": ');
  expect(await run()).toEqual(first);
  expect(await (await files.read('exports/r1/export.json')).text()).toBe(JSON.stringify(first));
});

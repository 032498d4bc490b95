import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { paths } from '../../../src/core/contract/storage';
import { startCpu } from '../../../src/engine/testing/cpu-device';
import { createTrainingService } from './service';
import { listen, type TinyStudio, tinyStudio } from './testing/tiny-run';

/** The training worker as it is after a reload of the page. */
function serviceOn({ files, records }: TinyStudio) {
  return createTrainingService(files, records, {
    webgpu: startCpu,
    wasm: startCpu,
    webgpuTensorLimit: () => Promise.resolve(null),
  });
}

async function trainedStudio(): Promise<TinyStudio> {
  const studio = await tinyStudio({ numTrainEpochs: 1 }, undefined, 'token-classification');
  const api = serviceOn(studio);
  const ear = listen();
  await api.open(studio.runId, ear.port);
  await api.start(studio.runId);
  await ear.until((event) => event.type === 'state' && event.state.status === 'completed');
  await api.close(studio.runId);
  ear.close();
  return studio;
}

async function removeModel({ files, records, runId }: TinyStudio): Promise<void> {
  const modelId = (await records.runs.get(runId))?.spec.modelId ?? '';
  await records.models.delete(modelId);
  await files.remove(paths.model(modelId));
}

/** What a person asks of a run that is over. */
async function asked(studio: TinyStudio) {
  const api = serviceOn(studio);
  const target = { kind: 'run', runId: studio.runId, weights: 'best' } as const;
  const { predictions } = await api.predict('p', target, ['hello world', 'world']);
  const { metrics, confusion } = await api.evaluate('e', studio.runId, 'validation');
  const { path } = await api.exportRun('x', studio.runId);
  const zip = unzipSync(new Uint8Array(await (await studio.files.read(path)).arrayBuffer()));
  return { predictions, metrics: { ...metrics, runtime: 0 }, confusion, zip };
}

test('a run answers, is evaluated and goes home as before when its model has left the library', async () => {
  const studio = await trainedStudio();
  const before = await asked(studio);
  await removeModel(studio);
  const after = await asked(studio);
  expect(after.predictions).toEqual(before.predictions);
  expect(after.confusion).toEqual(before.confusion);
  for (const name of [
    'config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    'model.safetensors',
    'README.md',
  ]) {
    expect(before.zip[name]?.length).toBeGreaterThan(0);
    expect(after.zip[name]).toEqual(before.zip[name]);
  }
});

test('only the model before training cannot be asked any more', async () => {
  const studio = await trainedStudio();
  await removeModel(studio);
  const base = { kind: 'run', runId: studio.runId, weights: 'base' } as const;
  await expect(serviceOn(studio).predict('p', base, ['hello'])).rejects.toMatchObject({
    code: 'MODEL_NOT_FOUND',
  });
});

test('a run from before it kept a copy reads the library’s, and says when that is gone', async () => {
  const studio = await trainedStudio();
  const before = await asked(studio);
  await studio.files.remove(paths.runModel(studio.runId));
  expect((await asked(studio)).predictions).toEqual(before.predictions);
  await removeModel(studio);
  await expect(asked(studio)).rejects.toMatchObject({ code: 'RUN_MODEL_GONE' });
});

test('another model under the same id, as a newer starter is, changes nothing', async () => {
  const studio = await trainedStudio();
  const before = await asked(studio);
  const modelId = (await studio.records.runs.get(studio.runId))?.spec.modelId ?? '';
  const record = await studio.records.models.get(modelId);
  if (record === undefined) throw new Error('no model');
  await studio.records.models.put({ ...record, createdAt: record.createdAt + 1, vocabSize: 1 });
  for (const name of ['config.json', 'tokenizer.json'])
    await studio.files.write(paths.modelFile(modelId, name), '{}');
  expect((await asked(studio)).predictions).toEqual(before.predictions);
  const base = { kind: 'run', runId: studio.runId, weights: 'base' } as const;
  await expect(serviceOn(studio).predict('p', base, ['hello'])).rejects.toMatchObject({
    code: 'MODEL_NOT_FOUND',
  });
});

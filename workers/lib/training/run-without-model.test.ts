import { unzipSync } from 'fflate';
import { expect, test, vi } from 'vitest';
import { AppError } from '../../../src/core/contract/errors';
import type { ModelRecord } from '../../../src/core/contract/model';
import { paths } from '../../../src/core/contract/storage';
import { startCpu } from '../../../src/engine/testing/cpu-device';
import { removeModel } from '../models/run-model';
import { setUpImporter } from '../models/testing/importer';
import { asFiles, tinyModel } from '../models/testing/tiny-model';
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

async function modelOf({ records, runId }: TinyStudio): Promise<ModelRecord> {
  const run = await records.runs.get(runId);
  const model = await records.models.get(run?.spec.modelId ?? '');
  if (model === undefined) throw new Error('no model');
  return model;
}

async function removeRunModel(studio: TinyStudio): Promise<void> {
  await removeModel(studio.files, studio.records, (await modelOf(studio)).id);
}

/** The model before training. */
async function askedBase(studio: TinyStudio) {
  const base = { kind: 'run', runId: studio.runId, weights: 'base' } as const;
  return (await serviceOn(studio).predict('p', base, ['hello world'])).predictions;
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
  await removeRunModel(studio);
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

test('the model before training answers again once the same one is imported again', async () => {
  const studio = await trainedStudio();
  const before = await askedBase(studio);
  await removeRunModel(studio);
  await expect(askedBase(studio)).rejects.toMatchObject({ code: 'RUN_BASE_GONE' });
  await setUpImporter(studio).runLocal(asFiles(await tinyModel()));
  expect(await askedBase(studio)).toEqual(before);
});

/** Makes the run's copy one from before weights had a digest. */
async function makeOld({ files, runId }: TinyStudio, changes: Partial<ModelRecord> = {}): Promise<void> {
  const path = paths.runModelFile(runId, 'record.json');
  const { weightsDigest: _, ...old }: ModelRecord = JSON.parse(await (await files.read(path)).text());
  await files.write(path, JSON.stringify({ ...old, ...changes }));
}

test('a copy from before weights had a digest gets it when its model is removed', async () => {
  const studio = await trainedStudio();
  const before = await askedBase(studio);
  await makeOld(studio);
  await removeRunModel(studio);
  await setUpImporter(studio).runLocal(asFiles(await tinyModel()));
  expect(await askedBase(studio)).toEqual(before);
});

test.each([
  ['the same commit', 'c1', null],
  ['another commit', 'c2', 'RUN_BASE_GONE'],
])('a copy without a digest knows a model of the Hub by %s', async (_, revision, code) => {
  const studio = await trainedStudio();
  const before = await askedBase(studio);
  await removeRunModel(studio);
  await makeOld(studio, { source: { kind: 'hub', repo: 'owner/tiny', revision: 'c1' } });
  const again = await setUpImporter(studio).runLocal(asFiles(await tinyModel()));
  await studio.records.models.put({ ...again, source: { kind: 'hub', repo: 'owner/tiny', revision } });
  if (code === null) expect(await askedBase(studio)).toEqual(before);
  else await expect(askedBase(studio)).rejects.toMatchObject({ code });
});

test('a damaged copy does not keep a model in the library', async () => {
  const studio = await trainedStudio();
  await studio.files.write(paths.runModelFile(studio.runId, 'record.json'), '{');
  await removeRunModel(studio);
  expect(await studio.records.models.list()).toEqual([]);
});

test('a run that was never started starts from the same model imported again', async () => {
  const studio = await tinyStudio({ numTrainEpochs: 1 });
  await removeRunModel(studio);
  const start = async () => {
    const ear = listen();
    const api = serviceOn(studio);
    await api.open(studio.runId, ear.port).finally(() => ear.close());
    await api.close(studio.runId);
  };
  await expect(start()).rejects.toMatchObject({ code: 'RUN_BASE_GONE' });
  await setUpImporter(studio).runLocal(asFiles(await tinyModel()));
  await start();
});

test('a finished run from before it kept a copy gets one when its model is removed', async () => {
  const studio = await trainedStudio();
  const before = await asked(studio);
  await studio.files.remove(paths.runModel(studio.runId));
  expect((await asked(studio)).predictions).toEqual(before.predictions);
  await removeRunModel(studio);
  expect((await asked(studio)).predictions).toEqual(before.predictions);
});

test.each(['{"id": "m-', '[]'])(
  'a run whose copy of the record is %s says that it is damaged',
  async (text) => {
    const studio = await trainedStudio();
    const file = paths.runModelFile(studio.runId, 'record.json');
    await studio.files.write(file, text);
    await expect(asked(studio)).rejects.toMatchObject({ code: 'STORAGE_DAMAGED', details: { file } });
  },
);

test('a run whose model was removed before copies were kept says so', async () => {
  const studio = await trainedStudio();
  await studio.files.remove(paths.runModel(studio.runId));
  await studio.records.models.delete((await modelOf(studio)).id);
  await expect(asked(studio)).rejects.toMatchObject({ code: 'RUN_MODEL_GONE' });
});

test('a run without a copy does not take a model that came after it, and never seals it', async () => {
  const studio = await trainedStudio();
  await studio.files.remove(paths.runModel(studio.runId));
  const model = await modelOf(studio);
  const run = await studio.records.runs.get(studio.runId);
  await studio.records.models.put({ ...model, createdAt: (run?.createdAt ?? 0) + 1 });
  await expect(asked(studio)).rejects.toMatchObject({ code: 'RUN_MODEL_GONE' });
  const ear = listen();
  await expect(serviceOn(studio).open(studio.runId, ear.port)).rejects.toMatchObject({
    code: 'RUN_MODEL_GONE',
  });
  ear.close();
  await removeRunModel(studio);
  expect(await studio.files.list(paths.runModel(studio.runId))).toEqual([]);
});

test('another model under the same id, as a newer starter is, changes nothing', async () => {
  const studio = await trainedStudio();
  const before = await asked(studio);
  const model = await modelOf(studio);
  await studio.records.models.put({
    ...model,
    createdAt: model.createdAt + 1,
    weightsDigest: '0'.repeat(64),
    vocabSize: 1,
  });
  for (const name of ['config.json', 'tokenizer.json'])
    await studio.files.write(paths.modelFile(model.id, name), '{}');
  expect((await asked(studio)).predictions).toEqual(before.predictions);
  await expect(askedBase(studio)).rejects.toMatchObject({ code: 'RUN_BASE_REPLACED' });
});

test('a model goes where not even a record fits any more', async () => {
  const studio = await trainedStudio();
  const { models } = studio.records;
  const { weightsDigest: _, ...old } = await modelOf(studio);
  await models.put(old);
  vi.spyOn(models, 'put').mockRejectedValue(new AppError('STORAGE_FULL', {}));
  const { id } = await modelOf(studio);
  await removeModel(studio.files, studio.records, id);
  expect(await models.get(id)).toBeUndefined();
});

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubClient } from '../../../src/hub/hub-client';
import { type FakeHub, startFakeHub } from '../../../src/hub/testing/fake-hub';
import { newModelId } from './model-ids';
import { tinyStudio } from '../training/testing/tiny-run';
import { findRunModel, keepRunModel, removeModel } from './run-model';
import { setUpImporter } from './testing/importer';
import { asFiles, otherWeights, TINY_CONFIG, tinyModel } from './testing/tiny-model';

describe('a model from the Hub', () => {
  let hub: FakeHub;
  beforeAll(async () => {
    const { 'model.safetensors': weights = '', ...others } = await tinyModel();
    const files = { ...others, 'onnx/model.onnx': 'x', 'tf_model.h5': 'x' };
    hub = await startFakeHub({
      'owner/tiny': { commit: 'abc123', files: { ...files, 'model.safetensors': weights } },
      'owner/pickled': { commit: 'abc123', files: { ...files, 'pytorch_model.bin': 'x' } },
    });
  });
  afterAll(() => hub.close());

  const request = (repo: string) => ({ kind: 'hub', repo, revision: 'main', token: null }) as const;

  it('is downloaded once, with progress, and only the files that are needed', async () => {
    const { run, records, progress } = setUpImporter({ hub: new HubClient({ hubUrl: hub.url }) });
    const record = await run(request('owner/tiny'));
    expect(record).toMatchObject({
      name: 'owner/tiny',
      source: { kind: 'hub', repo: 'owner/tiny', revision: 'abc123' },
    });
    const downloads = () => hub.requests.filter((path) => path.includes('/resolve/'));
    expect(
      downloads()
        .map((path) => path.split('/').at(-1))
        .sort(),
    ).toEqual(['README.md', 'config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']);
    const reports = progress.filter(({ stage }) => stage === 'downloading');
    expect(reports.at(-1)).toMatchObject({ done: reports[0]?.total, unit: 'bytes' });

    const before = downloads().length;
    expect(await run(request('owner/tiny'))).toEqual(record);
    expect(downloads()).toHaveLength(before);
    expect(await records.models.list()).toEqual([record]);
  });

  it('is there without a connection once it was downloaded', async () => {
    const { run, files, records } = setUpImporter({ hub: new HubClient({ hubUrl: hub.url }) });
    const record = await run(request('owner/tiny'));
    const offline = setUpImporter({ files, records });
    expect(await offline.run(request('owner/tiny'))).toEqual(record);
    await expect(offline.run(request('owner/other'))).rejects.toMatchObject({ code: 'HUB_OFFLINE' });
    // The commit that it has, by its name; whether it is that of another branch, nobody can tell now.
    expect(await offline.run({ ...request('owner/tiny'), revision: 'abc123' })).toEqual(record);
    await expect(offline.run({ ...request('owner/tiny'), revision: 'v2' })).rejects.toMatchObject({
      code: 'HUB_OFFLINE',
    });
  });

  it('is fetched again when its files are gone', async () => {
    const { run, files } = setUpImporter({ hub: new HubClient({ hubUrl: hub.url }) });
    const first = await run(request('owner/tiny'));
    await files.remove(`models/${first.id}`);
    const second = await run(request('owner/tiny'));
    expect(await files.exists(`models/${second.id}/model.safetensors`)).toBe(true);
  });

  it('is refused, before anything is downloaded, when it has pickles only', async () => {
    const { run } = setUpImporter({ hub: new HubClient({ hubUrl: hub.url }) });
    await expect(run(request('owner/pickled'))).rejects.toMatchObject({
      code: 'MODEL_PICKLE_ONLY',
      details: { file: expect.stringMatching(/pytorch_model.bin|tf_model.h5/) },
    });
    expect(hub.requests.filter((path) => path.includes('owner/pickled/resolve'))).toEqual([]);
  });

  it.each([
    ['is not there', () => hub.url, 'HUB_NOT_FOUND'],
    ['cannot be reached', () => 'http://127.0.0.1:9', 'HUB_OFFLINE'],
  ])('says that it %s', async (_, hubUrl, code) => {
    const { run, files } = setUpImporter({ hub: new HubClient({ hubUrl: hubUrl() }) });
    await expect(run(request('owner/absent'))).rejects.toMatchObject({ code });
    expect(await files.list('models')).toEqual([]);
  });
});

describe('the built-in starter', () => {
  const stages = (stage: string) => ({ tabtune: { stage, pretrained_tokens: 0 } });

  async function served(stage: string) {
    const config = { ...TINY_CONFIG, ...stages(stage) };
    const model: Record<string, BodyInit> = {
      ...(await tinyModel()),
      'vocab.txt': 'x',
      'config.json': JSON.stringify(config),
    };
    const asked: string[] = [];
    const fetchStarterFile = async (name: string) => {
      asked.push(name);
      const body = model[name];
      return body === undefined ? new Response(null, { status: 404 }) : new Response(body);
    };
    return { model, asked, fetchStarterFile };
  }

  it('is stored once, under its own id, with its stage', async () => {
    const { asked, fetchStarterFile } = await served('untrained');
    const { run, records } = setUpImporter({ fetchStarterFile });
    const record = await run({ kind: 'starter' });
    expect(record).toMatchObject({ id: 'starter', source: { kind: 'starter' }, stage: 'untrained' });
    asked.length = 0;
    expect(await run({ kind: 'starter' })).toEqual(record);
    expect(asked).toEqual(['config.json']);
    expect(await records.models.list()).toHaveLength(1);
  });

  it('is the one that the app ships', async () => {
    const folder = new URL('../../../public/models/starter-en/', import.meta.url);
    const { run } = setUpImporter({
      fetchStarterFile: async (name) => new Response(await readFile(new URL(name, folder))),
    });
    expect(await run({ kind: 'starter' })).toMatchObject({
      id: 'starter',
      architecture: 'bert',
      unexpected: [],
    });
  });

  it('is replaced when the app brings another one', async () => {
    const { model, fetchStarterFile } = await served('untrained');
    const { run, records } = setUpImporter({ fetchStarterFile });
    await run({ kind: 'starter' });
    model['config.json'] = JSON.stringify({ ...TINY_CONFIG, ...stages('pretraining') });
    expect(await run({ kind: 'starter' })).toMatchObject({ stage: 'pretraining' });
    expect((await records.models.list()).map(({ stage }) => stage)).toEqual(['pretraining']);
  });

  it('is looked for by its weights, not by when it came', async () => {
    const { model, fetchStarterFile } = await served('untrained');
    const { run, files, records } = setUpImporter({ fetchStarterFile });
    await run({ kind: 'starter' });
    const spec = { id: 'r', modelId: 'starter', modelName: 'Starter' };
    await keepRunModel(files, records, spec);
    const first = async () => (await findRunModel(files, records, spec)).weightsPath();

    await removeModel(files, records, 'starter');
    await expect(first()).rejects.toMatchObject({ code: 'RUN_BASE_GONE' });
    await run({ kind: 'starter' });
    expect(await first()).toBe('models/starter/model.safetensors');

    await removeModel(files, records, 'starter');
    model['model.safetensors'] = (await otherWeights())['model.safetensors'] ?? '';
    await run({ kind: 'starter' });
    await expect(first()).rejects.toMatchObject({ code: 'RUN_BASE_REPLACED' });
  });

  it('leaves a copy with its runs, and the digest that earlier versions did not take, when it is replaced', async () => {
    const { model, fetchStarterFile } = await served('untrained');
    const { files, records, runId } = await tinyStudio();
    const { run } = setUpImporter({ fetchStarterFile, files, records });
    const { weightsDigest, ...old } = await run({ kind: 'starter' });
    await records.models.put(old);
    const known = await records.runs.get(runId);
    if (known === undefined) throw new Error('no run');
    const spec = { ...known.spec, modelId: 'starter' };
    await records.runs.put({ ...known, spec, createdAt: old.createdAt });
    const config = model['config.json'];
    model['config.json'] = JSON.stringify({ ...TINY_CONFIG, ...stages('pretraining') });
    await run({ kind: 'starter' });
    const found = await findRunModel(files, records, spec);
    expect(found.record).toMatchObject({ stage: 'untrained', weightsDigest });
    expect(await (await files.read(`${found.folder}/config.json`)).text()).toBe(config);
  });

  it('says when the app does not serve it', async () => {
    const { model, fetchStarterFile } = await served('untrained');
    delete model['model.safetensors'];
    const { run, files } = setUpImporter({ fetchStarterFile });
    await expect(run({ kind: 'starter' })).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      details: { file: 'model.safetensors', status: 404 },
    });
    expect(await files.list('models')).toEqual([]);
  });
});

describe('what interrupted imports left behind', () => {
  it('is removed after a day, and nothing else', async () => {
    const { runLocal, files, records } = setUpImporter();
    const now = Date.now();
    const hour = 60 * 60 * 1000;
    const orphan = newModelId(now - 25 * hour);
    const recent = newModelId(now - hour);
    for (const id of [orphan, recent, 'starter']) await files.write(`models/${id}/config.json`, '{}');
    const old = await runLocal(asFiles(await tinyModel()));
    const aged = { ...old, id: newModelId(now - 48 * hour) };
    await records.models.put(aged);
    await files.write(`models/${aged.id}/config.json`, '{}');
    await runLocal(asFiles(await tinyModel()));
    const left = await files.list('models');
    expect(left).not.toContain(orphan);
    expect(left).toEqual(expect.arrayContaining([recent, 'starter', old.id, aged.id]));
  });
});

import { describe, expect, test } from 'vitest';
import { BUNDLE_FILES, BUNDLE_PROGRAMS } from '../../../src/core/catalog/bundle';
import { runFileSchema } from '../../../src/core/contract/cluster';
import { AppError } from '../../../src/core/contract/errors';
import { paths } from '../../../src/core/contract/storage';
import { newRunRecord } from '../../../src/core/recipe/new-run';
import { PRETRAINED_RECIPE } from '../../../src/core/recipe/recipe';
import { fromRecipeFile } from '../../../src/core/recipe/recipe-file';
import { readSafetensorsHeader } from '../../../src/engine/checkpoint/safetensors-header';
import { readTensor } from '../../../src/engine/checkpoint/safetensors-read';
import { decodeExampleSet } from '../../../src/engine/data/example-set';
import { parquetFormat } from '../../../src/engine/data/formats/parquet/parquet';
import { parseBertConfig } from '../../../src/engine/models/bert/config';
import { createModel } from '../../../src/engine/models/create';
import { startCpu } from '../../../src/engine/testing/cpu-device';
import { expectAllClose } from '../../../src/engine/testing/allclose';
import { loadTokenizer } from '../../../src/engine/tokenizer/tokenizer';
import { setUpImporter } from '../models/testing/importer';
import { asFiles, otherWeights, tinyModel } from '../models/testing/tiny-model';
import { loadStartWeights, openStoredModel, shapeOf } from '../training/stored-model';
import { bundleOf, clusterStudio, DATA, specOn } from './testing/cluster-studio';

type Bundle = Awaited<ReturnType<typeof bundleOf>>;

const text = (bundle: Bundle, name: string): string => new TextDecoder().decode(bundle[name]);
const json = (bundle: Bundle, name: string): unknown => JSON.parse(text(bundle, name));

/** Rows of a Parquet file as the studio reads them, by column. */
async function rowsOf(bundle: Bundle, name: string): Promise<Record<string, string>[]> {
  const table = await parquetFormat.open(new Blob([bundle[name] ?? new Uint8Array()]), { format: 'parquet' });
  const rows: Record<string, string>[] = [];
  for await (const batch of table.batches()) {
    for (const { cells } of batch.rows) {
      rows.push(Object.fromEntries(table.columns.map((column, i) => [column, cells[i] ?? ''])));
    }
  }
  return rows;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof AppError ? thrown.code : String(thrown);
}

test('holds what the catalog says, and nothing else', async () => {
  const studio = await clusterStudio();
  const { spec } = await specOn(studio, DATA.texts());
  const bundle = await bundleOf(studio, spec);
  const patterns = BUNDLE_FILES.map(
    ({ name }) => new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}$`),
  );
  const names = Object.keys(bundle);
  expect(names.filter((name) => !patterns.some((pattern) => pattern.test(name)))).toEqual([]);
  expect(patterns.filter((pattern) => !names.some((name) => pattern.test(name)))).toEqual([]);
  expect(names.filter((name) => name.startsWith('model/')).sort()).toEqual([
    'model/config.json',
    'model/model.safetensors',
    'model/special_tokens_map.json',
    'model/tokenizer.json',
    'model/tokenizer_config.json',
    'model/vocab.txt',
  ]);
  for (const { name } of BUNDLE_PROGRAMS) expect(text(bundle, name)).toBe(`# ${name}\n`);
});

test('texts: the very examples that the studio prepared come out of its rows', async () => {
  const studio = await clusterStudio();
  const { spec } = await specOn(studio, DATA.texts());
  const bundle = await bundleOf(studio, spec);
  const tokenizer = loadTokenizer({
    tokenizerJson: json(bundle, 'model/tokenizer.json'),
    tokenizerConfig: json(bundle, 'model/tokenizer_config.json'),
  });
  for (const [name, split] of Object.entries(spec.data.splits)) {
    if (split === null) throw new Error(`no ${name} rows`);
    const examples = decodeExampleSet(
      new Uint8Array(await (await studio.files.read(split.path)).arrayBuffer()),
    );
    const rows = await rowsOf(bundle, `data/${name}.parquet`);
    expect(rows).toHaveLength(examples.length);
    const ids = rows.flatMap((row) => [...tokenizer.encode(row['text'] ?? '', { maxLength: 12 }).ids]);
    expect(ids).toEqual([...examples.inputIds]);
    expect(rows.map((row) => spec.labels.indexOf(row['label'] ?? ''))).toEqual([...examples.labels]);
  }
});

test('words: tokens and tags, with the names of the classes', async () => {
  const studio = await clusterStudio();
  const { spec } = await specOn(studio, DATA.words(), { labelAllTokens: 'all-iob' });
  const bundle = await bundleOf(studio, spec);
  const rows = await rowsOf(bundle, 'data/train.parquet');
  expect(rows).toHaveLength(spec.data.splits.train.examples);
  for (const row of rows) {
    expect([
      ['["O","B-GREETING","O"]', 'hello'],
      ['["O","O","O"]', 'world'],
    ]).toContainEqual([row['tags'], JSON.parse(row['tokens'] ?? '')[1]]);
  }
  expect(json(bundle, 'model/config.json')).toMatchObject({
    architectures: ['BertForTokenClassification'],
    id2label: { 0: 'B-GREETING', 1: 'O' },
  });
});

test('the weights are those of the first step, head included', async () => {
  const studio = await clusterStudio();
  const { spec } = await specOn(studio, DATA.texts(), { seed: 5 });
  const bundle = await bundleOf(studio, spec);
  const stored = await openStoredModel(studio.files, studio.records, spec.modelId);
  const shape = shapeOf(stored, spec.task, spec.labels.length, spec.recipe);
  const { store } = createModel(await startCpu(), shape);
  await loadStartWeights(studio.files, stored, shape, spec.labels, 5, store, () => undefined);
  const file = new Blob([bundle['model/model.safetensors'] ?? new Uint8Array()]);
  const header = await readSafetensorsHeader(file);
  expect([...header.tensors.keys()].sort()).toEqual(store.parameters.map(({ name }) => name).sort());
  for (const parameter of store.parameters) {
    const values = await readTensor(file, header, parameter.name);
    expectAllClose(values, await store.read(parameter), { rtol: 0, atol: 0 }, parameter.name);
  }
});

test('recipe, run and configuration read back as they were', async () => {
  const studio = await clusterStudio();
  const { spec } = await specOn(studio, DATA.texts(), { hiddenDropoutProb: 0.25, warmupSteps: 0.1 });
  const bundle = await bundleOf(studio, spec);
  expect(fromRecipeFile(json(bundle, 'recipe.json'), PRETRAINED_RECIPE)).toEqual(spec.recipe);
  const run = runFileSchema.parse(json(bundle, 'run.json'));
  expect(run).toMatchObject({ name: 'My run', spec, base: { name: studio.model.name } });
  expect(parseBertConfig(json(bundle, 'model/config.json')).hiddenDropoutProb).toBe(0.25);
  expect(text(bundle, 'README.md')).toContain('accelerate launch --config_file accelerate/one-gpu.yaml');
  expect(text(bundle, 'README.md')).toContain('rows 21 for training, 6 for validation, 3 for test');
});

test('rows that are not what the run was prepared with are refused, and nothing is left', async () => {
  const studio = await clusterStudio();
  const { dataset, spec } = await specOn(studio, DATA.texts());
  const bundle = () => codeOf(studio.api.exportBundle('bundle', { name: 'My run', spec }));
  const split = { ...dataset.split, seed: 2 };
  await studio.records.datasets.put({ ...dataset, split });
  expect(await bundle()).toBe('DATA_CHANGED');
  const labelMap = { labels: ['with', 'without'], assign: { with: 'without', without: 'with' } };
  await studio.records.datasets.put({ ...dataset, labelMap });
  expect(await bundle()).toBe('DATA_CHANGED');
  await studio.records.datasets.delete(dataset.id);
  expect(await bundle()).toBe('DATA_CHANGED');
  expect(await studio.files.list('exports/r1')).toEqual([]);
});

test('the bundle of a run that was renamed takes the place of the one before', async () => {
  const studio = await clusterStudio();
  const { spec } = await specOn(studio, DATA.texts());
  const first = await studio.api.exportBundle('bundle', { name: 'My run', spec });
  const second = await studio.api.exportBundle('bundle', { name: 'Another name', spec });
  expect([first.fileName, second.fileName]).toEqual(['My-run-cluster.zip', 'Another-name-cluster.zip']);
  expect((await studio.files.read(second.path)).size).toBe(second.sizeBytes);
  expect(await studio.files.sizeOf('exports/r1')).toBe(second.sizeBytes);
});

test('bundles that lie under earlier names go, what was exported stays', async () => {
  const studio = await clusterStudio();
  const { spec } = await specOn(studio, DATA.texts());
  const exported = { path: paths.export('r1', 'on-my-cluster.zip'), fileName: 'on-my-cluster.zip' };
  const report = { ...exported, sizeBytes: 1, step: 1, unmade: [], certificate: null };
  await studio.files.write(paths.exportReport('r1'), JSON.stringify(report));
  for (const name of ['on-my-cluster.zip', 'My-run-cluster.zip', 'Old-cluster.zip'])
    await studio.files.write(paths.export('r1', name), 'x');
  await bundleOf(studio, spec);
  expect(await studio.files.list(paths.exports('r1'))).toEqual([
    'cluster',
    'export.json',
    'on-my-cluster.zip',
  ]);
});

describe('the bundle of a run whose model', () => {
  async function recorded() {
    const studio = await clusterStudio();
    const { spec } = await specOn(studio, DATA.texts());
    await studio.records.runs.put(newRunRecord(spec, 'My run', Date.now()));
    const bundle = () => codeOf(studio.api.exportBundle('bundle', { name: 'My run', spec }));
    return { studio, spec, bundle };
  }

  test('was removed is refused until the same one is there again', async () => {
    const { studio, spec, bundle } = await recorded();
    const weights = async () => (await bundleOf(studio, spec))['model/model.safetensors'];
    const before = await weights();
    await studio.api.removeModel(spec.modelId);
    expect(await bundle()).toBe('RUN_BASE_GONE');
    await setUpImporter(studio).runLocal(asFiles(await tinyModel()));
    expect(await weights()).toEqual(before);
  });

  test('was replaced carries no other first weights', async () => {
    const { studio, spec, bundle } = await recorded();
    await studio.api.removeModel(spec.modelId);
    const other = await setUpImporter(studio).runLocal(asFiles(await otherWeights()));
    const names = await studio.files.list(paths.model(other.id));
    for (const name of names) {
      const file = await studio.files.read(paths.modelFile(other.id, name));
      await studio.files.write(paths.modelFile(spec.modelId, name), file);
    }
    await studio.records.models.put({ ...other, id: spec.modelId, createdAt: studio.model.createdAt + 1 });
    expect(await bundle()).toBe('RUN_BASE_REPLACED');
  });

  test('left before runs kept a copy is refused', async () => {
    const { studio, spec, bundle } = await recorded();
    await studio.records.models.delete(spec.modelId);
    expect(await bundle()).toBe('RUN_MODEL_GONE');
  });
});

test('a program that cannot be fetched is told', async () => {
  const studio = await clusterStudio(() => Promise.resolve(new Response('', { status: 404 })));
  const { spec } = await specOn(studio, DATA.texts());
  expect(await codeOf(studio.api.exportBundle('bundle', { name: 'My run', spec }))).toBe('EXPORT_FAILED');
});

import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../../../src/core/contract/errors';
import type { RunSpec } from '../../../src/core/contract/run';
import { startCpu } from '../../../src/engine/testing/cpu-device';
import { asFiles, otherWeights } from '../models/testing/tiny-model';
import { createTrainingService } from '../training/service';
import { bundleOf, type ClusterStudio, clusterStudio, DATA, specOn } from './testing/cluster-studio';

type Contents = Record<string, Uint8Array<ArrayBuffer> | string>;

const STATE = `{
  "best_global_step": 6, "best_metric": 0.5, "epoch": 2.0, "global_step": 6, "max_steps": 6, "total_flos": 12.0,
  "log_history": [
    {"loss": 0.75, "grad_norm": NaN, "learning_rate": 5e-05, "epoch": 0.33, "step": 1},
    {"eval_loss": 0.6, "eval_accuracy": 0.5, "eval_runtime": 0.5, "eval_samples_per_second": 12.0, "epoch": 1.0, "step": 3},
    {"loss": 0.5, "grad_norm": Infinity, "learning_rate": 1e-05, "epoch": 2.0, "step": 6},
    {"eval_loss": 0.5, "eval_accuracy": 1.0, "eval_runtime": 0.5, "epoch": 2.0, "step": 6},
    {"train_runtime": 3.0, "train_loss": 0.625, "epoch": 2.0, "step": 6}
  ]
}`;

function resultsOf({ labels }: RunSpec): string {
  const perLabel = labels.map((label) => ({ label, precision: 1, recall: 1, f1: 1, support: 3 }));
  const known = {
    examples: 6,
    seconds: 0.5,
    per_label: perLabel,
    confusion: [
      [3, 0],
      [0, 3],
    ],
  };
  return JSON.stringify({
    device: 'NVIDIA H100',
    processes: 8,
    seconds: 4.5,
    software: { transformers: '5.23.0' },
    evaluations: [
      { ...known, split: 'validation', step: 6, metrics: { loss: 0.5, accuracy: 1 } },
      { ...known, split: 'test', step: 6, metrics: { loss: 0.25, accuracy: 1 } },
    ],
  });
}

/** What train.py leaves: the files of the model, which here learned nothing, and what is known of the run. */
async function finished(studio: ClusterStudio): Promise<{ spec: RunSpec; contents: Contents }> {
  const { spec } = await specOn(studio, DATA.texts());
  const bundle = await bundleOf(studio, spec);
  const model = Object.entries(bundle).flatMap(([name, bytes]) =>
    name.startsWith('model/') ? [[name.slice('model/'.length), bytes] as const] : [],
  );
  const own = ['run.json', 'recipe.json'].map((name) => [name, bundle[name] ?? ''] as const);
  return {
    spec,
    contents: {
      ...Object.fromEntries([...model, ...own]),
      'trainer_state.json': STATE,
      'results.json': resultsOf(spec),
      'training_args.bin': 'pickle',
    },
  };
}

const open = (studio: ClusterStudio, contents: Contents, folder = 'finished/') =>
  studio.api.importRun('open', { name: 'finished', files: asFiles(contents, folder) });

async function failureOf(work: Promise<unknown>) {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof AppError ? thrown.failure : thrown;
}

describe('a folder that train.py left', () => {
  test('is a run that is over, with its figures', async () => {
    const studio = await clusterStudio();
    const { spec, contents } = await finished(studio);
    const run = await open(studio, contents);
    expect(await studio.records.runs.get(run.id)).toEqual(run);
    expect(run).toMatchObject({
      name: 'My run',
      status: 'completed',
      spec: { ...spec, id: run.id },
      progress: { step: 6, totalSteps: 6, epoch: 2, elapsedSeconds: 4.5 },
      best: { step: 6, metric: 'loss', value: 0.5 },
      checkpoints: [{ step: 6, resumable: false }],
      cluster: { device: 'NVIDIA H100', processes: 8, hasBase: true },
    });
    expect(run.evaluations.map(({ split, step, metrics }) => [split, step, metrics['accuracy']])).toEqual([
      ['validation', 3, 0.5],
      ['validation', 6, 1],
      ['test', 6, 1],
    ]);
    expect(run.evaluations[1]).toMatchObject({
      epoch: 2,
      confusion: [
        [3, 0],
        [0, 3],
      ],
    });
    expect(run.evaluations[0]?.metrics).toEqual({ loss: 0.6, accuracy: 0.5 });
  });

  test('has its curves from trainer_state.json', async () => {
    const studio = await clusterStudio();
    const { id } = await open(studio, (await finished(studio)).contents);
    const { steps, values } = await studio.records.metrics.read(id);
    expect(steps).toEqual([1, 3, 6, 6]);
    expect(values['train/loss']).toEqual([0.75, Number.NaN, 0.5, Number.NaN]);
    expect(values['train/grad_norm']).toEqual([Number.NaN, Number.NaN, Number.POSITIVE_INFINITY, Number.NaN]);
    expect(values['eval/accuracy']).toEqual([Number.NaN, 0.5, Number.NaN, 1]);
    expect(values['eval/runtime']).toBeUndefined();
  });

  test('keeps a name that looks like numbers of Python', async () => {
    const studio = await clusterStudio();
    const { contents } = await finished(studio);
    const name = 'a "quoted\\", NaN, -Infinity] run';
    const run: object = JSON.parse(new TextDecoder().decode(asBytes(contents['run.json'])));
    const { id } = await open(studio, { ...contents, 'run.json': JSON.stringify({ ...run, name }) });
    expect((await studio.records.runs.get(id))?.name).toBe(name);
  });

  test('answers, is evaluated and exported like any other run', async () => {
    const studio = await clusterStudio();
    const { spec, contents } = await finished(studio);
    const run = await open(studio, contents);
    const training = createTrainingService(studio.files, studio.records, {
      webgpu: startCpu,
      wasm: startCpu,
      webgpuTensorLimit: () => Promise.resolve(null),
    });
    const ask = (weights: 'best' | 'base') =>
      training.predict('ask', { kind: 'run', runId: run.id, weights }, ['hello world']);
    const { predictions } = await ask('best');
    // These weights learned nothing: they are the first ones.
    expect((await ask('base')).predictions).toEqual(predictions);
    expect(predictions[0]).toMatchObject({ task: 'text-classification', truncated: false });
    const evaluation = await training.evaluate('score', run.id, 'test');
    expect(evaluation).toMatchObject({ step: 6, examples: spec.data.splits.test?.examples });
    expect((await training.exportRun('export', run.id)).sizeBytes).toBeGreaterThan(0);
  });

  test('opens without the base, which then stands in as a model of its own', async () => {
    const elsewhere = await clusterStudio(undefined, otherWeights());
    const { contents } = await finished(elsewhere);
    const studio = await clusterStudio();
    const run = await open(studio, contents);
    expect(run.cluster?.hasBase).toBe(false);
    expect(run.spec.modelId).not.toBe(studio.model.id);
    expect(run.spec.modelName).toBe(elsewhere.model.name);
    expect(await studio.records.models.get(run.spec.modelId)).toMatchObject({
      name: 'My run',
      head: { task: 'text-classification', labels: run.spec.labels },
    });
  });

  test('knows its base by the weights, wherever it was taken in', async () => {
    const { contents } = await finished(await clusterStudio());
    const studio = await clusterStudio();
    expect(await open(studio, contents)).toMatchObject({
      spec: { modelId: studio.model.id },
      cluster: { hasBase: true },
    });
  });

  test('takes no other weights for its base, though their id and source are the same', async () => {
    const studio = await clusterStudio();
    const { spec, contents } = await finished(studio);
    await studio.records.models.put({ ...studio.model, weightsDigest: '0'.repeat(64) });
    const run = await open(studio, contents);
    expect(run.cluster?.hasBase).toBe(false);
    expect(run.spec.modelId).not.toBe(spec.modelId);
  });

  test('of a bundle from before weights had a digest finds its base by its id', async () => {
    const studio = await clusterStudio();
    const { weightsDigest: _, ...old } = studio.model;
    await studio.records.models.put(old);
    const { spec, contents } = await finished(studio);
    await studio.records.models.put(studio.model);
    expect(await open(studio, contents)).toMatchObject({
      spec: { modelId: spec.modelId },
      cluster: { hasBase: true },
    });
  });

  test('with a recipe that was changed on the way is a run of that recipe', async () => {
    const studio = await clusterStudio();
    const { contents } = await finished(studio);
    const run = await open(studio, {
      ...contents,
      'recipe.json': '{"learning_rate": 0.25, "num_train_epochs": 2}',
    });
    expect(run.spec.recipe).toMatchObject({ learningRate: 0.25, numTrainEpochs: 2, maxLength: 12 });
  });

  test('may lie beside its bundle and hold checkpoints', async () => {
    const studio = await clusterStudio();
    const { contents } = await finished(studio);
    const files = [
      ...asFiles({ 'run.json': '{}', 'recipe.json': '{}' }, 'bundle/'),
      ...asFiles({ 'config.json': '{}', 'model.safetensors': '' }, 'bundle/model/'),
      ...asFiles({ 'config.json': '{}', 'trainer_state.json': '{}' }, 'bundle/finished/checkpoint-3/'),
      ...asFiles(contents, 'bundle/finished/'),
    ];
    expect((await studio.api.importRun('open', { name: 'bundle', files })).name).toBe('My run');
  });
});

describe('what is no finished run is refused, and nothing is left', () => {
  test.each([
    ['a model', { 'results.json': null, 'run.json': null }, { missing: ['results.json'] }],
    ['a part of it', { 'run.json': null, 'config.json': null }, { missing: ['run.json', 'config.json'] }],
    ['a state that is no JSON', { 'trainer_state.json': '{' }, { file: 'trainer_state.json' }],
    [
      'a state without steps',
      { 'trainer_state.json': '{}' },
      { file: 'trainer_state.json', reason: 'global_step' },
    ],
    ['another run.json', { 'run.json': '{"format": "other"}' }, { file: 'run.json', reason: 'format' }],
    ['results of another kind', { 'results.json': '[]' }, { file: 'results.json', reason: '' }],
  ])('%s', async (_, changes, details) => {
    const studio = await clusterStudio();
    const { contents } = await finished(studio);
    const changed = Object.fromEntries(
      Object.entries({ ...contents, ...changes }).flatMap(([name, content]) =>
        content === null ? [] : [[name, content] as const],
      ),
    );
    expect(await failureOf(open(studio, changed))).toEqual({ code: 'RUN_NOT_FINISHED', details });
    expect(await studio.records.runs.list()).toEqual([]);
    expect(await studio.files.list('runs')).toEqual([]);
  });

  test('weights of another model', async () => {
    const studio = await clusterStudio();
    const { contents } = await finished(studio);
    const { contents: other } = await finished(await clusterStudio());
    const config = JSON.parse(new TextDecoder().decode(asBytes(other['config.json'])));
    const wider = JSON.stringify({ ...config, num_hidden_layers: 3 });
    expect(await failureOf(open(studio, { ...contents, 'config.json': wider }))).toMatchObject({
      code: 'MODEL_TENSORS_MISSING',
    });
    expect(await studio.files.list('runs')).toEqual([]);
  });

  test('a run that cannot be written down, its stand-in for the base included', async () => {
    const { contents } = await finished(await clusterStudio(undefined, otherWeights()));
    const studio = await clusterStudio();
    const before = await studio.files.list('models');
    vi.spyOn(studio.records.runs, 'put').mockRejectedValueOnce(new AppError('STORAGE_FULL'));
    expect(await failureOf(open(studio, contents))).toMatchObject({ code: 'STORAGE_FULL' });
    expect(await studio.records.models.list()).toHaveLength(1);
    expect(await studio.files.list('models')).toEqual(before);
    expect(await studio.files.list('runs')).toEqual([]);
  });
});

function asBytes(content: Contents[string] | undefined): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : (content ?? new Uint8Array());
}

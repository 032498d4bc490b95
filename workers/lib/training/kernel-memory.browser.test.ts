import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { paths } from '../../../src/core/contract/storage';
import type { Device } from '../../../src/engine/runtime/device';
import { type KernelChoices, kernelChoicesSchema } from '../../../src/engine/runtime/kernel-choices';
import { startWebGpu } from '../../../src/engine/runtime/webgpu-device';
import { createTrainingService } from './service';
import { listen, type TinyStudio, tinyStudio } from './testing/tiny-run';

const NOWHERE = () => Promise.reject(new Error('WebGPU only'));
const NEWEST = 'runs/r1/checkpoints/step-00000012';

/** Products of a tiny model are too small for a trial. */
const largerStudio = () =>
  tinyStudio({}, undefined, 'text-classification', { hidden_size: 40, intermediate_size: 120 });

const memorySchema = z.object({ adapters: z.array(kernelChoicesSchema) });
const stateSchema = z.looseObject({ kernels: z.unknown() });

/** A worker with its own device; `device` is there once a run was opened. */
function worker({ files, records }: TinyStudio) {
  let device: Device | null = null;
  const api = createTrainingService(files, records, {
    webgpu: async () => (device = await startWebGpu()),
    wasm: NOWHERE,
    webgpuTensorLimit: () => Promise.resolve(null),
  });
  const forms = () => device?.tuner?.forms ?? {};
  return { api, forms, adapter: () => device?.tuner?.adapter ?? '' };
}

/** Opens the run and trains it to its end. */
async function train(studio: TinyStudio) {
  const { api, forms, adapter } = worker(studio);
  const ear = listen();
  await api.open(studio.runId, ear.port);
  const opened = forms();
  await api.start(studio.runId);
  await ear.status('completed', 'failed');
  await api.close(studio.runId);
  ear.close();
  return { opened, adapter: adapter() };
}

const textOf = async ({ files }: TinyStudio, path: string) => (await files.read(path)).text();
const weights = async ({ files }: TinyStudio) =>
  new Uint8Array(await (await files.read(`${NEWEST}/model.safetensors`)).arrayBuffer());
const keptOf = async (studio: TinyStudio, folder = NEWEST) =>
  kernelChoicesSchema.parse(JSON.parse(await textOf(studio, `${folder}/state.json`)).kernels);

async function remembered(studio: TinyStudio): Promise<readonly KernelChoices[]> {
  if (!(await studio.files.exists(paths.kernels))) return [];
  return memorySchema.parse(JSON.parse(await textOf(studio, paths.kernels))).adapters;
}

/** What a busy machine had no time for is chosen for the run, and not remembered. */
async function expectRemembered(studio: TinyStudio, chosen: readonly KernelChoices[]) {
  for (const { adapter, forms } of await remembered(studio)) {
    expect(chosen.find((choices) => choices.adapter === adapter)?.forms).toMatchObject(forms);
  }
}

/** Other forms than these for the same products. */
const others = (forms: KernelChoices['forms']): KernelChoices['forms'] =>
  Object.fromEntries(
    Object.entries(forms).map(([key, form]) => [key, form === 'vector' ? 'scalar' : 'vector']),
  );

test('the same recipe twice, the memory of kernels cleared in between, gives the same weights bit for bit', async () => {
  const first = await largerStudio();
  const { opened, adapter } = await train(first);
  expect(Object.keys(opened).length).toBeGreaterThan(0);
  expect(await keptOf(first)).toEqual({ adapter, forms: opened });
  await expectRemembered(first, [{ adapter, forms: opened }]);
  // A library of its own: nothing is remembered there.
  const second = await largerStudio();
  expect(await second.files.exists(paths.kernels)).toBe(false);
  await train(second);
  expect(await weights(second)).toEqual(await weights(first));
});

test('what is remembered is used without a trial, and other forms give the same weights', async () => {
  const usual = await largerStudio();
  const { opened, adapter } = await train(usual);
  const studio = await largerStudio();
  const forms = others(opened);
  await studio.files.write(paths.kernels, JSON.stringify({ adapters: [{ adapter, forms }] }));
  expect((await train(studio)).opened).toMatchObject(forms);
  expect(await weights(studio)).toEqual(await weights(usual));
});

/** Begins the run and leaves it with a checkpoint in the middle. */
async function begin(studio: TinyStudio) {
  const { api, forms, adapter } = worker(studio);
  const ear = listen();
  await api.open(studio.runId, ear.port);
  const begun = forms();
  await api.start(studio.runId);
  await ear.until((event) => event.type === 'metrics' && event.step >= 2);
  await api.control(studio.runId, 'pause');
  ear.close();
  return { begun, adapter: adapter() };
}

/** Changes what the run's checkpoints say of kernels. */
async function rewrite({ files, runId }: TinyStudio, change: (kernels: unknown) => unknown) {
  const folders = await files.list(paths.checkpoints(runId));
  expect(folders).not.toEqual([]);
  for (const folder of folders) {
    const path = `${paths.checkpoint(runId, folder)}/state.json`;
    const state = stateSchema.parse(JSON.parse(await (await files.read(path)).text()));
    await files.write(path, JSON.stringify({ ...state, kernels: change(state.kernels) }));
  }
}

test('a resumed run replays the forms that it was begun with, whatever is remembered by then', async () => {
  const studio = await largerStudio();
  const { begun, adapter } = await begin(studio);
  await studio.files.write(paths.kernels, JSON.stringify({ adapters: [{ adapter, forms: others(begun) }] }));
  expect((await train(studio)).opened).toEqual(begun);
  expect((await keptOf(studio)).forms).toEqual(begun);
});

describe('a resumed run goes on to the same weights', () => {
  let expected: Uint8Array;
  beforeAll(async () => {
    const usual = await largerStudio();
    await train(usual);
    expected = await weights(usual);
  });

  test('from a checkpoint older than the choice', async () => {
    const studio = await largerStudio();
    const { adapter } = await begin(studio);
    await rewrite(studio, () => undefined);
    await train(studio);
    expect(await weights(studio)).toEqual(expected);
    expect(await keptOf(studio)).toMatchObject({ adapter });
  });

  test('begun on another adapter, with forms for this one', async () => {
    const studio = await largerStudio();
    const { begun, adapter } = await begin(studio);
    await rewrite(studio, () => ({ adapter: 'another', forms: others(begun) }));
    await train(studio);
    expect(await weights(studio)).toEqual(expected);
    // What was remembered here; what there was no time for may have been tried by now.
    expect(await keptOf(studio)).toMatchObject({ adapter, forms: begun });
  });

  test('with forms that there are no more, which it keeps', async () => {
    const studio = await largerStudio();
    const { begun, adapter } = await begin(studio);
    const forms = Object.fromEntries(Object.keys(begun).map((key) => [key, 'unheard-of']));
    await rewrite(studio, () => ({ adapter, forms }));
    await train(studio);
    expect(await weights(studio)).toEqual(expected);
    expect(await keptOf(studio)).toEqual({ adapter, forms });
  });
});

test('a memory that cannot be read is as good as none, and one of another adapter stays', async () => {
  const damaged = await largerStudio();
  await damaged.files.write(paths.kernels, '{"adapters":[{"adapter":3');
  expect(Object.keys((await train(damaged)).opened).length).toBeGreaterThan(0);
  const elsewhere = { adapter: 'another', forms: { 'matmul/nt/4x4/64': 'tiled-64' } };
  const studio = await largerStudio();
  await studio.files.write(paths.kernels, JSON.stringify({ adapters: [elsewhere] }));
  const { opened, adapter } = await train(studio);
  await expectRemembered(studio, [elsewhere, { adapter, forms: opened }]);
  expect(await remembered(studio)).toContainEqual(elsewhere);
});

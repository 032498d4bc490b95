import { expect, test } from 'vitest';
import { paths } from '../../../src/core/contract/storage';
import type { Device } from '../../../src/engine/runtime/device';
import { kernelChoicesSchema } from '../../../src/engine/runtime/kernel-choices';
import { startWebGpu } from '../../../src/engine/runtime/webgpu-device';
import { createTrainingService } from './service';
import { listen, type TinyStudio, tinyStudio } from './testing/tiny-run';

const NOWHERE = () => Promise.reject(new Error('WebGPU only'));
const NEWEST = 'runs/r1/checkpoints/step-00000012';

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

test('the same recipe twice, the memory of kernels cleared in between, gives the same weights bit for bit', async () => {
  const first = await tinyStudio();
  const { opened, adapter } = await train(first);
  expect(Object.keys(opened).length).toBeGreaterThan(0);
  expect(await keptOf(first)).toEqual({ adapter, forms: opened });
  expect(JSON.parse(await textOf(first, paths.kernels))).toEqual({ adapters: [{ adapter, forms: opened }] });
  // A library of its own: nothing is remembered there.
  const second = await tinyStudio();
  expect(await second.files.exists(paths.kernels)).toBe(false);
  await train(second);
  expect(await weights(second)).toEqual(await weights(first));
});

test('what is remembered is used without a trial, and other forms give the same weights', async () => {
  const usual = await tinyStudio();
  const { opened, adapter } = await train(usual);
  const studio = await tinyStudio();
  const forms = Object.fromEntries(
    Object.entries(opened).map(([key, form]) => [key, form === 'vector' ? 'scalar' : 'vector']),
  );
  await studio.files.write(paths.kernels, JSON.stringify({ adapters: [{ adapter, forms }] }));
  expect((await train(studio)).opened).toMatchObject(forms);
  expect(await weights(studio)).toEqual(await weights(usual));
});

test('a resumed run replays the forms that it was begun with, whatever is remembered by then', async () => {
  const studio = await tinyStudio();
  const first = worker(studio);
  const ear = listen();
  await first.api.open(studio.runId, ear.port);
  const begun = first.forms();
  await first.api.start(studio.runId);
  await ear.until((event) => event.type === 'metrics' && event.step >= 2);
  await first.api.control(studio.runId, 'pause');
  ear.close();
  const forms = Object.fromEntries(
    Object.entries(begun).map(([key, form]) => [key, form === 'vector' ? 'scalar' : 'vector']),
  );
  await studio.files.write(
    paths.kernels,
    JSON.stringify({ adapters: [{ adapter: first.adapter(), forms }] }),
  );

  const second = worker(studio);
  const again = listen();
  await second.api.open(studio.runId, again.port);
  expect(second.forms()).toEqual(begun);
  await second.api.start(studio.runId);
  await again.status('completed', 'failed');
  await second.api.close(studio.runId);
  again.close();
  expect((await keptOf(studio)).forms).toEqual(begun);
});

test('a memory that cannot be read is as good as none, and one of another adapter stays', async () => {
  const damaged = await tinyStudio();
  await damaged.files.write(paths.kernels, '{"adapters":[{"adapter":3');
  expect(Object.keys((await train(damaged)).opened).length).toBeGreaterThan(0);
  const elsewhere = { adapter: 'another', forms: { 'matmul/nt/4x4/64': 'tiled-64' } };
  const studio = await tinyStudio();
  await studio.files.write(paths.kernels, JSON.stringify({ adapters: [elsewhere] }));
  const { opened, adapter } = await train(studio);
  expect(JSON.parse(await textOf(studio, paths.kernels))).toEqual({
    adapters: [elsewhere, { adapter, forms: opened }],
  });
});

import { expect, test } from 'vitest';
import { startWebGpu } from '../../runtime/webgpu-device';
import { WebGpuParameters } from '../../runtime/webgpu-parameters';
import { WebGpuRunner } from '../../runtime/webgpu-runner';
import { choiceKey, defaultForm, FORMS } from './forms';
import type { ProductShape } from './product';
import { chooseForms } from './trial';

const LARGE: ProductShape = { layout: 'tn', rows: 256, columns: 256, depth: 256 };
const SMALL: ProductShape = { layout: 'nt', rows: 16, columns: 8, depth: 4 };

async function start() {
  const device = await startWebGpu();
  const { store } = device.allocate([]);
  if (!(store instanceof WebGpuParameters)) throw new TypeError('not on a GPU');
  return { device, runner: store.runner };
}

test('products get forms that suit them, those chosen before keep theirs, and no budget means no trial', async () => {
  const { device, runner } = await start();
  await chooseForms(runner, [SMALL, LARGE], -1);
  expect(runner.choices.size).toBe(0);
  runner.choices.set(choiceKey(SMALL), 'remembered');
  await chooseForms(runner, [SMALL, LARGE], 60_000);
  expect(runner.choices.get(choiceKey(SMALL))).toBe('remembered');
  const chosen = FORMS.find(({ id }) => id === runner.choices.get(choiceKey(LARGE)));
  expect(chosen?.suits(LARGE, runner.quads)).toBe(true);
  await device.settled();
  device.dispose();
});

test('a default form that is slow on a device gives way to a faster one', async () => {
  const { device, runner: usual } = await start();
  // A CPU that is taken for a GPU: workgroup memory is the default there, and barriers are what it is slow at.
  const runner = new WebGpuRunner(usual.backend, false);
  expect(defaultForm(LARGE, false).id).toBe('tiled-32');
  await chooseForms(runner, [LARGE], 60_000);
  const chosen = runner.choices.get(choiceKey(LARGE));
  // A real GPU may find the default the fastest.
  if (device.report.software) expect(chosen).toBe('vector');
  else expect(FORMS.map(({ id }) => id)).toContain(chosen);
  await device.settled();
  device.dispose();
});

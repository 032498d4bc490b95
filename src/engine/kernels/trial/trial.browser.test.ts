import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { startWebGpu } from '../../runtime/webgpu-device';
import { WebGpuParameters } from '../../runtime/webgpu-parameters';
import { WebGpuRunner } from '../../runtime/webgpu-runner';
import type { ProductForm } from '../matmul/forms';
import type { ProductShape } from '../matmul/product';
import { TRIED_PRODUCT } from '../matmul/tried';
import { candidate } from './candidate';
import { chooseForms } from './trial';

const LARGE: ProductShape = { layout: 'tn', rows: 256, columns: 256, depth: 256 };
const OTHER: ProductShape = { layout: 'nt', rows: 72, columns: 68, depth: 260 };
const SMALL: ProductShape = { layout: 'nt', rows: 16, columns: 8, depth: 4 };

const { choiceKey, defaultForm, forms: FORMS } = TRIED_PRODUCT;

afterEach(() => {
  vi.restoreAllMocks();
});

const products = (runner: WebGpuRunner, shapes: readonly ProductShape[], forms = FORMS) =>
  shapes.map((shape) => candidate(runner, { ...TRIED_PRODUCT, forms }, shape));

async function start() {
  const device = await startWebGpu();
  const { store } = device.allocate([]);
  if (!(store instanceof WebGpuParameters)) throw new TypeError('not on a GPU');
  return { device, runner: store.runner };
}

test('products get forms that suit them, those chosen before keep theirs, small ones and no budget mean no trial', async () => {
  const { device, runner } = await start();
  await chooseForms(runner, products(runner, [LARGE, OTHER]), -1);
  expect(runner.choices.size).toBe(0);
  runner.choices.set(choiceKey(OTHER), 'remembered');
  const found = await chooseForms(runner, products(runner, [SMALL, OTHER, LARGE]), 60_000);
  expect([...runner.choices.keys()]).toEqual([OTHER, LARGE].map(choiceKey));
  expect(runner.choices.get(choiceKey(OTHER))).toBe('remembered');
  expect([...found.keys()]).toEqual([choiceKey(LARGE)]);
  const chosen = FORMS.find(({ id }) => id === runner.choices.get(choiceKey(LARGE)));
  expect(chosen?.suits(LARGE, runner.traits)).toBe(true);
  await device.settled();
  device.dispose();
});

test('a form that computes other bits, or that the device refuses, is not chosen, and does no harm', async () => {
  const { device, runner } = await start();
  const usual = defaultForm(LARGE, runner.traits);
  const vector = FORMS.find(({ id }) => id === 'vector');
  if (vector === undefined) throw new TypeError('no such form');
  // Half the work, so faster than any: only the first half of the depth.
  const wrong: ProductForm = {
    ...vector,
    id: 'wrong',
    body: (layout, span) =>
      vector.body(layout, span).map((line) => line.replace('let end = last;', 'let end = last / 2u;')),
  };
  expect(wrong.body('tn', 'one')).not.toEqual(vector.body('tn', 'one'));
  const refused: ProductForm = { ...vector, id: 'refused', declarations: () => 'no WGSL' };
  await chooseForms(runner, products(runner, [LARGE], [wrong, refused]), 60_000);
  expect(runner.choices.get(choiceKey(LARGE))).toBe(usual.id);
  await device.settled();
  device.dispose();
});

test('a trial leaves no memory in use', async () => {
  const { device, runner } = await start();
  const { bufferManager } = runner.backend;
  await device.settled();
  const before = { tensors: tf.memory().numTensors, bytes: bufferManager.numBytesAllocated };
  await chooseForms(runner, products(runner, [LARGE, OTHER]), 60_000);
  expect({ tensors: tf.memory().numTensors, bytes: bufferManager.numBytesAllocated }).toEqual(before);
  device.dispose();
});

test('where the memory is over the trial is, too, without a choice', async () => {
  const { device, runner } = await start();
  const open: GPUErrorFilter[] = [];
  const push = runner.device.pushErrorScope.bind(runner.device);
  const pop = runner.device.popErrorScope.bind(runner.device);
  vi.spyOn(runner.device, 'pushErrorScope').mockImplementation((filter) => {
    open.push(filter);
    return push(filter);
  });
  vi.spyOn(runner.device, 'popErrorScope').mockImplementation(async () => {
    const filter = open.pop();
    const error = await pop();
    return filter === 'out-of-memory' ? new GPUOutOfMemoryError('none left') : error;
  });
  await chooseForms(runner, products(runner, [LARGE, OTHER]), 60_000);
  expect(open).toEqual([]);
  expect(runner.choices.size).toBe(0);
  await device.settled();
  device.dispose();
});

test('a shape whose time is over before a rival was tried keeps the default for this run alone', async () => {
  const { device, runner } = await start();
  const now = performance.now.bind(performance);
  let passed = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now() + passed);
  const slow = {
    ...TRIED_PRODUCT,
    scratch: (...args: Parameters<typeof TRIED_PRODUCT.scratch>) => {
      passed = 120_000;
      return TRIED_PRODUCT.scratch(...args);
    },
  };
  const shapes = [LARGE, OTHER].map((shape) => candidate(runner, slow, shape));
  const found = await chooseForms(runner, shapes, 60_000);
  expect(Object.fromEntries(runner.choices)).toEqual({
    [choiceKey(LARGE)]: defaultForm(LARGE, runner.traits).id,
  });
  expect(found.size).toBe(0);
  await device.settled();
  device.dispose();
});

test('a default form that is slow on a device gives way to a faster one', async () => {
  const { device, runner: usual } = await start();
  // A CPU that is taken for a GPU: workgroup memory is the default there, and barriers are what it is slow at.
  const runner = new WebGpuRunner(usual.backend, { software: false, quads: false });
  expect(defaultForm(LARGE, runner.traits).id).toBe('tiled-32');
  await chooseForms(runner, products(runner, [LARGE]), 60_000);
  const chosen = runner.choices.get(choiceKey(LARGE));
  // A real GPU may find the default the fastest.
  if (device.report.software) expect(chosen).toBe('vector');
  else expect(FORMS.map(({ id }) => id)).toContain(chosen);
  await device.settled();
  device.dispose();
});

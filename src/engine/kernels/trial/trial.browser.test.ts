import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { startWebGpu } from '../../runtime/webgpu-device';
import { WebGpuParameters } from '../../runtime/webgpu-parameters';
import type { WebGpuRunner } from '../../runtime/webgpu-runner';
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

function formNamed(name: string): ProductForm {
  const form = FORMS.find(({ id }) => id === name);
  if (form === undefined) throw new TypeError(`no form ${name}`);
  return form;
}

type Product = typeof TRIED_PRODUCT;

const products = (runner: WebGpuRunner, shapes: readonly ProductShape[], kernel: Product = TRIED_PRODUCT) =>
  shapes.map((shape) => candidate(runner, kernel, shape));

/** From now on time passes with the runs of a form alone, as long as `costMs` says; nothing is measured. */
function pretend(costMs: (form: string) => number): Product {
  let time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  return {
    ...TRIED_PRODUCT,
    scratch(runner, shape) {
      const scratch = TRIED_PRODUCT.scratch(runner, shape);
      return {
        ...scratch,
        run(form) {
          time += costMs(form.id);
          return scratch.run(form);
        },
      };
    },
  };
}

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
  const shapes = products(runner, [SMALL, OTHER, LARGE]);
  const found = await chooseForms(runner, shapes, Number.POSITIVE_INFINITY);
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
  const vector = formNamed('vector');
  // Only the first half of the depth.
  const wrong: ProductForm = {
    ...vector,
    id: 'wrong',
    body: (layout, span) =>
      vector.body(layout, span).map((line) => line.replace('let end = last;', 'let end = last / 2u;')),
  };
  expect(wrong.body('tn', 'one')).not.toEqual(vector.body('tn', 'one'));
  const refused: ProductForm = { ...vector, id: 'refused', declarations: () => 'no WGSL' };
  const right: ProductForm = { ...vector, id: 'right' };
  const kernel = pretend((form) => (form === usual.id ? 10 : 1));
  const chosenOf = async (...rivals: ProductForm[]) => {
    runner.choices.clear();
    await chooseForms(runner, products(runner, [LARGE], { ...kernel, forms: rivals }), 60_000);
    return runner.choices.get(choiceKey(LARGE));
  };
  expect(await chosenOf(wrong, refused)).toBe(usual.id);
  expect(await chosenOf(wrong, refused, right)).toBe('right');
  await device.settled();
  device.dispose();
});

test('a trial leaves no memory in use', async () => {
  const { device, runner } = await start();
  const { bufferManager } = runner.backend;
  await device.settled();
  const before = { tensors: tf.memory().numTensors, bytes: bufferManager.numBytesAllocated };
  await chooseForms(runner, products(runner, [LARGE, OTHER]), Number.POSITIVE_INFINITY);
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
  await chooseForms(runner, products(runner, [LARGE, OTHER]), Number.POSITIVE_INFINITY);
  expect(open).toEqual([]);
  expect(runner.choices.size).toBe(0);
  await device.settled();
  device.dispose();
});

test('a shape whose time is over before a rival was tried keeps the default for this run alone', async () => {
  const { device, runner } = await start();
  const slow = pretend(() => 120_000);
  const found = await chooseForms(runner, products(runner, [LARGE, OTHER], slow), 60_000);
  expect(Object.fromEntries(runner.choices)).toEqual({
    [choiceKey(LARGE)]: defaultForm(LARGE, runner.traits).id,
  });
  expect(found.size).toBe(0);
  await device.settled();
  device.dispose();
});

test('what has no rival at the size that is tried is settled all the same', async () => {
  const { device, runner } = await start();
  const vector = formNamed('vector');
  const large: ProductForm = { ...vector, id: 'large', suits: ({ depth }) => depth === LARGE.depth };
  const kernel: Product = {
    ...pretend(() => 1000),
    forms: [vector, large],
    defaultForm: () => vector,
    cutTo: (shape) => ({ ...shape, depth: 64 }),
  };
  const found = await chooseForms(runner, products(runner, [LARGE], kernel), Number.POSITIVE_INFINITY);
  expect(Object.fromEntries(found)).toEqual({ [choiceKey(LARGE)]: 'vector' });
  await device.settled();
  device.dispose();
});

test('a default form gives way to one that is faster by more than chance, and more than once', async () => {
  const { device, runner } = await start();
  const vector = formNamed('vector');
  const forms = ['usual', 'middle', 'fast'].map((id) => ({ ...vector, id }));
  const chosenAt = async (costMs: (form: string) => number) => {
    runner.choices.clear();
    const kernel = { ...pretend(costMs), forms, defaultForm: () => forms[0] ?? vector };
    const found = await chooseForms(runner, products(runner, [LARGE], kernel), 60_000);
    expect(Object.fromEntries(runner.choices)).toEqual(Object.fromEntries(found));
    return found.get(choiceKey(LARGE));
  };
  const at = (usual: number, middle: number, fast: number) =>
    chosenAt((id) => ({ usual, middle, fast })[id] ?? 0);
  expect(await at(10, 8, 5)).toBe('fast');
  expect(await at(10, 5, 8)).toBe('middle');
  expect(await at(10, 9, 9)).toBe('usual');
  expect(await at(10, 20, 30)).toBe('usual');
  let runs = 0;
  const atFirst = (id: string) => (id === 'fast' ? (runs++ < 2 ? 5 : 12) : 10);
  expect(await chosenAt(atFirst)).toBe('usual');
  await device.settled();
  device.dispose();
});

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Kernels } from '../kernels/kernels';
import { dropoutRow } from '../kernels/philox';
import type { Device } from '../runtime/device';
import { type Parameter, parametersFor, type ParameterStore } from '../runtime/parameters';
import { expectAllClose } from './allclose';
import activations from './vectors/activations.json';
import adamwConvergence from './vectors/adamw_convergence.json';
import adamwSteps from './vectors/adamw_steps.json';
import crossEntropies from './vectors/cross_entropy.json';
import clippings from './vectors/gradient_clipping.json';
import layerNorms from './vectors/layer_norm.json';

const SUPPORTED = ['gelu', 'gelu_new', 'gelu_pytorch_tanh', 'relu', 'silu', 'tanh'] as const;

interface Model {
  readonly store: ParameterStore;
  readonly kernels: Kernels;
  readonly p: (name: string) => Parameter;
}

/** Parameters of the given shapes; those named bias or norm do not decay. */
function model(device: Device, shapes: Readonly<Record<string, readonly number[]>>): Model {
  const specs = Object.entries(shapes).map(
    ([name, shape]) =>
      ({ name, shape, init: 'zeros', group: 'head', decay: !/bias|norm/.test(name) }) as const,
  );
  const parameters = parametersFor(specs, () => true);
  const p = (name: string) => parameters.find((parameter) => parameter.name === name) as Parameter;
  return { ...device.allocate(parameters), p };
}

/** Sets the gradient of `name` by the bias gradient of a linear layer: Σ over one row of dy. */
function addGradient({ kernels, p }: Model, name: string, values: readonly number[]): void {
  tf.tidy(() => {
    const x = tf.zeros([1, 1]);
    const dz = tf.tensor2d([...values], [1, values.length]);
    kernels.linearBackward(dz, x, p(`${name}/w`), p(name), null);
  });
}

/** All numbers of nested arrays, in order. */
function numbers(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (!Array.isArray(value)) throw new TypeError(`not a number: ${String(value)}`);
  return value.flatMap(numbers);
}

const close = (rtol: number, atol = rtol) => ({ rtol, atol });

/** Each kernel of a device against the reference numbers, by itself. */
export function kernelSuite(start: () => Promise<Device>, tolerance: number): void {
  const within = close(tolerance);

  test.each(adamwSteps.cases)('$id', async (c) => {
    const m = model(await start(), { 'x/w': [c.initial.length, 1], x: [c.initial.length] });
    m.store.load(m.p('x'), Float32Array.from(c.initial));
    for (const [i, gradient] of c.gradients.entries()) {
      m.store.zeroGradients();
      addGradient(m, 'x', gradient);
      const norm = m.store.step({
        learningRate: c.learning_rates[i] ?? Number.NaN,
        beta1: c.beta1,
        beta2: c.beta2,
        epsilon: c.eps,
        weightDecay: c.weight_decay,
        maxGradNorm: 0,
        t: i + 1,
      });
      norm.dispose();
      expectAllClose(
        await m.store.read(m.p('x')),
        c.expected_parameters_after_each_step[i] ?? [],
        within,
        `step ${i}`,
      );
    }
    m.store.dispose();
  });

  test.each(clippings.cases)('$id', async (c) => {
    const shapes = Object.fromEntries(
      c.gradients.flatMap((g, i) => [
        [`g${i}/w`, [g.length, 1]],
        [`g${i}`, [g.length]],
      ]),
    );
    const m = model(await start(), shapes);
    for (const [i, gradient] of c.gradients.entries()) addGradient(m, `g${i}`, gradient);
    // With beta1 0 the first moment is the clipped gradient itself.
    const norm = m.store.step({
      learningRate: 0,
      beta1: 0,
      beta2: 0,
      epsilon: 1,
      weightDecay: 0,
      maxGradNorm: c.max_norm,
      t: 1,
    });
    expectAllClose([...(await norm.data())], [c.expected.total_norm_before_clipping], within, 'norm');
    norm.dispose();
    for (const [i, clipped] of c.expected.clipped.entries()) {
      expectAllClose(await m.store.readMoment(m.p(`g${i}`), 'm'), clipped, within, `gradient ${i}`);
    }
    m.store.dispose();
  });

  // The case left out divides by a number of items from outside, which the studio does not offer.
  const means = crossEntropies.cases.filter((c) => !('divide_by_num_items' in c));
  test.each(means)('loss $id', async (c) => {
    const { kernels, store } = model(await start(), { bias: [4] });
    const labels = kernels.ints(Int32Array.from(numbers(c.labels)));
    const values = numbers(c.logits);
    const logits = tf.tensor2d(values, [labels.host.length, values.length / labels.host.length]);
    const { loss, dLogits } = tf.tidy(() => kernels.crossEntropy(logits, labels));
    expectAllClose([...(await loss.data())], [c.expected_loss], within, 'loss');
    expectAllClose([...(await dLogits.data())], numbers(c.expected_gradient_wrt_logits), within, 'gradient');
    tf.dispose([logits, loss, dLogits]);
    labels.dispose();
    store.dispose();
  });

  test('the mean over no labelled row is NaN, as in PyTorch', async () => {
    const { kernels, store } = model(await start(), { bias: [4] });
    const logits = tf.ones([2, 3]);
    const labels = kernels.ints(Int32Array.of(-100, -100));
    const { loss, dLogits } = tf.tidy(() => kernels.crossEntropy(logits, labels));
    expect((await loss.data())[0]).toBeNaN();
    expect([...(await dLogits.data())]).toEqual([0, 0, 0, 0, 0, 0]);
    tf.dispose([logits, loss, dLogits]);
    labels.dispose();
    store.dispose();
  });

  test.each(layerNorms.cases)('$id', async (c) => {
    const width = c.weight.length;
    const m = model(await start(), { 'norm.weight': [width], 'norm.bias': [width] });
    m.store.load(m.p('norm.weight'), Float32Array.from(c.weight));
    m.store.load(m.p('norm.bias'), Float32Array.from(c.bias));
    const x = tf.tensor2d(c.x);
    const { y } = tf.tidy(() =>
      m.kernels.addNorm(x, null, m.p('norm.weight'), m.p('norm.bias'), c.eps, null),
    );
    // A row of equal numbers is 0/√eps: what rounding leaves is magnified by up to 1/√eps.
    expectAllClose([...(await y.data())], c.expected.flat(), close(tolerance, 2e-4), 'y');
    tf.dispose([x, y]);
    m.store.dispose();
  });

  const known = activations.cases.flatMap((c) => {
    const name = SUPPORTED.find((supported) => supported === c.activation);
    return name === undefined ? [] : [{ ...c, name }];
  });
  test.each(known)('activation $name', async (c) => {
    const count = c.x.length;
    const m = model(await start(), { 'one/w': [1, 1], one: [1] });
    m.store.load(m.p('one/w'), Float32Array.of(1));
    const x = tf.tensor2d(c.x, [count, 1]);
    const ones = tf.ones([count, 1]);
    const { y, dz, dx } = tf.tidy(() => {
      const { y, z } = m.kernels.linear(x, m.p('one/w'), m.p('one'), c.name);
      if (z === null) throw new TypeError('no value before the activation');
      // By itself, and on the way out of the product of a layer above (whose weight is 1 here).
      const dz = m.kernels.activationBackward(ones, z, c.name);
      const dx = m.kernels.linearBackward(ones, x, m.p('one/w'), m.p('one'), { through: c.name, z });
      return { y, dz, dx };
    });
    expectAllClose([...(await y.data())], c.expected, close(tolerance, 5e-7), 'value');
    const smooth = c.x.map((v, i) => (c.name === 'relu' && v === 0 ? -1 : i)).filter((i) => i >= 0);
    for (const derivative of [await dz.data(), await dx.data()]) {
      expectAllClose(
        smooth.map((i) => derivative[i] ?? Number.NaN),
        smooth.map((i) => c.expected_derivative_central_difference[i] ?? Number.NaN),
        close(tolerance, 1e-6),
        'derivative',
      );
    }
    tf.dispose([x, ones, y, dz, dx]);
    m.store.dispose();
  });

  test.each(adamwConvergence.cases)('$id', async (c) => {
    const count = c.initial.length;
    const m = model(await start(), { 'x/w': [count, 1], x: [count] });
    m.store.load(m.p('x'), Float32Array.from(c.initial));
    for (let t = 1; t <= c.steps; t++) {
      const x = await m.store.read(m.p('x'));
      m.store.zeroGradients();
      addGradient(
        m,
        'x',
        c.target.map((target, i) => (2 * ((x[i] ?? Number.NaN) - target)) / count),
      );
      m.store
        .step({
          learningRate: c.learning_rate,
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-8,
          weightDecay: c.weight_decay,
          maxGradNorm: 0,
          t,
        })
        .dispose();
    }
    expectAllClose(await m.store.read(m.p('x')), c.expected_final, close(tolerance * 10), 'minimum');
    m.store.dispose();
  });

  describe('dropout', () => {
    const rows = 64;
    const columns = 50;
    const drop = async (probability: number, seed: number, site: number, step: number) => {
      const { kernels, store } = model(await start(), { bias: [4] });
      const x = tf.ones([rows, columns]);
      const y = tf.tidy(() => kernels.dropout(x, { probability, seed, site, step }));
      const values = [...(await y.data())];
      tf.dispose([x, y]);
      store.dispose();
      return values;
    };

    test('draws the same mask as the reference generator, and again in the backward pass', async () => {
      const key = { probability: 0.3, seed: 7, site: 3, step: 11 };
      const mask = new Float32Array(columns);
      const expected: number[] = [];
      for (let row = 0; row < rows; row++) {
        dropoutRow(mask, key, row, columns);
        expected.push(...mask);
      }
      expectAllClose(await drop(0.3, 7, 3, 11), expected, close(1e-6), 'mask');
      expect(await drop(0.3, 7, 3, 11)).toEqual(await drop(0.3, 7, 3, 11));
    });

    test('drops the asked share, and other seeds, sites and steps drop independently', async () => {
      const p = 0.3;
      const n = rows * columns;
      const kept = (values: readonly number[]) => values.map((v) => (v > 0 ? 1 : 0));
      const a = kept(await drop(p, 1, 0, 0));
      const share = a.reduce((sum: number, v) => sum + v, 0) / n;
      const sigma = Math.sqrt((p * (1 - p)) / n);
      expect(Math.abs(share - (1 - p))).toBeLessThan(4 * sigma);
      for (const other of [await drop(p, 2, 0, 0), await drop(p, 1, 1, 0), await drop(p, 1, 0, 1)]) {
        const b = kept(other);
        const both = a.reduce((sum: number, v, i) => sum + v * (b[i] ?? 0), 0) / n;
        const bothSigma = Math.sqrt(((1 - p) ** 2 * (1 - (1 - p) ** 2)) / n);
        expect(Math.abs(both - (1 - p) ** 2)).toBeLessThan(4 * bothSigma);
      }
    });
  });
}

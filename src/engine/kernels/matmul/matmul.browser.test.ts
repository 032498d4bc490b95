import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Device } from '../../runtime/device';
import { startWebGpu } from '../../runtime/webgpu-device';
import { WebGpuParameters } from '../../runtime/webgpu-parameters';
import type { WebGpuRunner } from '../../runtime/webgpu-runner';
import { expectAllClose } from '../../testing/allclose';
import { at, numbers } from '../../testing/numbers';
import { PRODUCT, type ProductForm } from './forms';
import type { Layout, MatMul, ProductShape } from './product';
import { multiply } from './webgpu';

/** Tiles cut off at every edge, lengths that no vector fits, one chunk of the depth and several. */
const SIZES = [
  { rows: 20, columns: 36, depth: 8 },
  { rows: 7, columns: 9, depth: 5 },
  { rows: 260, columns: 8, depth: 12 },
  { rows: 68, columns: 132, depth: 772 },
  { rows: 35, columns: 67, depth: 389 },
] as const;

const operands = ({ rows, columns, depth }: ProductShape) => ({
  a: numbers(rows * depth, 1),
  b: numbers(columns * depth, 2),
  z: numbers(rows * columns, 3),
  bias: numbers(columns, 4),
  before: numbers(rows * columns, 5),
  sums: numbers(rows, 6),
});

/** What follows the sum where a layer uses the layout, and what is to come of it in float64. */
function expectedOf(shape: ProductShape): Readonly<Record<string, readonly number[]>> {
  const { layout, rows, columns, depth } = shape;
  const { a, b, z, bias, before, sums } = operands(shape);
  const product = z.map((_, i) => {
    const row = Math.floor(i / columns);
    const column = i % columns;
    let sum = 0;
    for (let k = 0; k < depth; k++) {
      const left = at(a, layout === 'tn' ? k * rows + row : row * depth + k);
      sum += left * at(b, layout === 'nt' ? column * depth + k : k * columns + column);
    }
    return sum;
  });
  if (layout === 'nn') {
    return { out: product.map((value, i) => value * (1 - Math.tanh(at(z, i)) ** 2)) };
  }
  if (layout === 'nt') {
    const biased = product.map((value, i) => value + at(bias, i % columns));
    return { out: biased.map((value) => Math.tanh(value)), z: biased };
  }
  const columnSums = sums.map((start, row) => {
    let sum = start;
    for (let k = 0; k < depth; k++) sum += at(a, k * rows + row);
    return sum;
  });
  return { out: product.map((value, i) => value + at(before, i)), sums: columnSums };
}

async function compute(runner: WebGpuRunner, form: ProductForm, shape: ProductShape) {
  const values = operands(shape);
  const a = tf.tensor1d(values.a);
  const b = tf.tensor1d(values.b);
  const z = tf.tensor1d(values.z);
  const bias = tf.tensor1d(values.bias);
  const out = tf.tensor1d(values.before);
  const sums = tf.tensor1d(values.sums);
  const epilogue: Readonly<Record<Layout, Partial<MatMul>>> = {
    nt: { bias, activation: { name: 'tanh', z } },
    nn: { derivative: { name: 'tanh', z } },
    tn: { accumulate: true, columnSums: sums },
  };
  multiply(runner, { ...shape, a, b, out, ...epilogue[shape.layout] }, form);
  const results = { out: await out.data(), z: await z.data(), sums: await sums.data() };
  tf.dispose([a, b, z, bias, out, sums]);
  return results;
}

describe('a product', () => {
  let device: Device;
  let runner: WebGpuRunner;
  let scalar: ProductForm;
  const references = new Map<string, ReturnType<typeof compute>>();

  beforeAll(async () => {
    device = await startWebGpu();
    const { store } = device.allocate([]);
    if (!(store instanceof WebGpuParameters)) throw new TypeError('not on a GPU');
    ({ runner } = store);
    scalar = PRODUCT.defaultForm(
      { layout: 'nt', rows: 1, columns: 1, depth: 1 },
      { software: true, quads: false },
    );
  });
  afterAll(() => device.dispose());

  /** One lane a result, computed once. */
  const reference = (shape: ProductShape) => {
    const key = JSON.stringify(shape);
    const known = references.get(key) ?? compute(runner, scalar, shape);
    references.set(key, known);
    return known;
  };

  const cases = PRODUCT.forms.flatMap((form) =>
    (['nt', 'nn', 'tn'] as const).map((layout) => ({ id: form.id, layout, form })),
  );

  test.each(cases)(
    '$layout, $id: near float64, and the bits of the plainest form',
    async ({ layout, form }) => {
      const shapes = SIZES.map((size) => ({ ...size, layout })).filter((s) => form.suits(s, runner.traits));
      // What an adapter cannot do cannot be asked of it: lanes in fours.
      expect(shapes.length > 0 || (form.id === 'quad' && !runner.traits.quads)).toBe(true);
      for (const shape of shapes) {
        const where = `${shape.rows}×${shape.columns}×${shape.depth}`;
        const results = await compute(runner, form, shape);
        // Throws what the device refused: the results would be those of another product.
        await device.settled();
        for (const [name, expected] of Object.entries(expectedOf(shape))) {
          const values = results[name === 'z' || name === 'sums' ? name : 'out'];
          expectAllClose([...values], expected, { rtol: 1e-5, atol: 2e-5 }, `${name}, ${where}`);
        }
        expect({ where, ...results }).toEqual({ where, ...(await reference(shape)) });
      }
    },
  );
});

import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { startWebGpu } from '../../runtime/webgpu-device';
import { WebGpuParameters } from '../../runtime/webgpu-parameters';
import { WebGpuRunner } from '../../runtime/webgpu-runner';
import { expectAllClose } from '../../testing/allclose';
import type { Layout } from './layout';
import { matMul } from './webgpu';

const SHAPES = [
  { rows: 4, columns: 4, depth: 4 },
  { rows: 20, columns: 36, depth: 8 },
  { rows: 32, columns: 16, depth: 12 },
  { rows: 7, columns: 9, depth: 8 },
  { rows: 8, columns: 12, depth: 5 },
  { rows: 3, columns: 5, depth: 7 },
  { rows: 260, columns: 8, depth: 12 },
] as const;
const LAYOUTS: readonly Layout[] = ['nt', 'nn', 'tn'];
const VARIANTS = [true, false].flatMap((quads) => LAYOUTS.map((layout) => ({ quads, layout })));

/** Numbers of no pattern that a wrong index could share. */
const numbers = (count: number, salt: number) =>
  Array.from({ length: count }, (_, i) => Math.fround(Math.sin(12.9898 * (i + 1) + salt)));

test.each(VARIANTS)('$layout against sums in float64, lanes in fours: $quads', async ({ quads, layout }) => {
  const device = await startWebGpu();
  const { store } = device.allocate([]);
  if (!(store instanceof WebGpuParameters)) throw new TypeError('not on a GPU');
  // What an adapter can do cannot be asked of another one: fours are tried where there are any.
  const runner = new WebGpuRunner(store.runner.backend, quads && store.runner.quads);
  for (const { rows, columns, depth } of SHAPES) {
    const aValues = numbers(rows * depth, 1);
    const bValues = numbers(columns * depth, 2);
    const at = (values: readonly number[], i: number) => values[i] ?? Number.NaN;
    const expected = Array.from({ length: rows * columns }, (_, i) => {
      const row = Math.floor(i / columns);
      const column = i % columns;
      let sum = 1;
      for (let k = 0; k < depth; k++) {
        const a = at(aValues, layout === 'tn' ? k * rows + row : row * depth + k);
        const b = at(bValues, layout === 'nt' ? column * depth + k : k * columns + column);
        sum += a * b;
      }
      return sum;
    });
    const a = tf.tensor1d(aValues);
    const b = tf.tensor1d(bValues);
    const out = tf.tensor1d(Array.from({ length: rows * columns }, () => 1));
    matMul(runner, { layout, a, b, rows, columns, depth, out, accumulate: true });
    expectAllClose(
      [...(await out.data())],
      expected,
      { rtol: 1e-5, atol: 1e-5 },
      `${rows}×${columns}×${depth}`,
    );
    // What follows the sum: the derivative of tanh and, where the operand allows it, the sums of its columns.
    const zValues = numbers(rows * columns, 3);
    const z = tf.tensor1d(zValues);
    const product = tf.tensor1d(zValues);
    const sums = tf.tensor1d(numbers(rows, 4));
    const derivative = { name: 'tanh', z } as const;
    const columnSums = layout === 'tn' ? { columnSums: sums } : {};
    matMul(runner, { layout, a, b, rows, columns, depth, out: product, derivative, ...columnSums });
    expectAllClose(
      [...(await product.data())],
      expected.map((value, i) => (value - 1) * (1 - Math.tanh(at(zValues, i)) ** 2)),
      { rtol: 1e-5, atol: 1e-5 },
      `derivative, ${rows}×${columns}×${depth}`,
    );
    if (layout === 'tn') {
      const summed = numbers(rows, 4).map((start, row) => {
        let sum = start;
        for (let k = 0; k < depth; k++) sum += at(aValues, k * rows + row);
        return sum;
      });
      expectAllClose([...(await sums.data())], summed, { rtol: 1e-5, atol: 1e-5 }, `sums of ${rows} columns`);
    }
    tf.dispose([a, b, out, z, product, sums]);
  }
  expect(runner.dispatches).toBe(2 * SHAPES.length);
  store.dispose();
});

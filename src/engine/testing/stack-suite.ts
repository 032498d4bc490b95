import * as tf from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import type { Device } from '../runtime/device';
import { stacksOf } from '../runtime/parameter-blocks';
import { parametersFor } from '../runtime/parameters';
import { expectAllClose } from './allclose';
import { at, numbers } from './numbers';

const ROWS = 4;
const INPUTS = 5;
/** Output features of two layers over one input: no multiple of anything. */
const HEIGHTS = [3, 7] as const;
const OUTPUTS = HEIGHTS[0] + HEIGHTS[1];

/** [rows, columns], each Σ over k of `term`, in float64. */
function sums(
  rows: number,
  columns: number,
  depth: number,
  term: (row: number, column: number, k: number) => number,
): number[] {
  return Array.from({ length: rows * columns }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < depth; k++) sum += term(Math.floor(i / columns), i % columns, k);
    return sum;
  });
}

const SPECS = HEIGHTS.flatMap(
  (height, i) =>
    [
      {
        name: `${i}.weight`,
        shape: [height, INPUTS],
        init: 'zeros',
        group: 'head',
        decay: true,
        stack: 'weight',
      },
      { name: `${i}.bias`, shape: [height], init: 'zeros', group: 'head', decay: false, stack: 'bias' },
    ] as const,
);

/** Cuts what belongs to a stack into its members, in the order of `SPECS`. */
function members(weights: readonly number[], biases: readonly number[]): readonly (readonly number[])[] {
  const cut = HEIGHTS[0] * INPUTS;
  return [weights.slice(0, cut), biases.slice(0, HEIGHTS[0]), weights.slice(cut), biases.slice(HEIGHTS[0])];
}

/** Layers over one input, loaded and read one by one, are one product in both directions on a device. */
export function stackSuite(start: () => Promise<Device>, tolerance: number): void {
  const within = { rtol: tolerance, atol: tolerance };

  test('a stack of layers against sums in float64', async () => {
    const parameters = parametersFor(SPECS, () => true);
    const { store, kernels } = (await start()).allocate(parameters);
    const [w, b] = [numbers(OUTPUTS * INPUTS, 1), numbers(OUTPUTS, 2)];
    const values = members(w, b);
    for (const [i, p] of parameters.entries()) store.load(p, Float32Array.from(values[i] ?? []));
    const stacks = stacksOf(parameters);
    const [weight, bias] = [stacks.get('weight'), stacks.get('bias')];
    if (weight === undefined || bias === undefined) throw new TypeError('no stacks');

    const [xs, dzs, before] = [
      numbers(ROWS * INPUTS, 3),
      numbers(ROWS * OUTPUTS, 4),
      numbers(ROWS * INPUTS, 5),
    ];
    const x = tf.tensor2d(xs, [ROWS, INPUTS]);
    const dz = tf.tensor2d(dzs, [ROWS, OUTPUTS]);
    const gradient = tf.tensor2d(before, [ROWS, INPUTS]);
    const y = tf.tidy(() => kernels.linear(x, weight, bias, null).y);
    // Twice: gradients add up, in the store and in the tensor.
    for (let time = 0; time < 2; time++) {
      tf.tidy(() => void kernels.linearBackward(dz, x, weight, bias, { addTo: gradient }));
    }

    const product = sums(ROWS, OUTPUTS, INPUTS, (i, j, k) => at(xs, i * INPUTS + k) * at(w, j * INPUTS + k));
    const dx = sums(ROWS, INPUTS, OUTPUTS, (i, j, k) => at(dzs, i * OUTPUTS + k) * at(w, k * INPUTS + j));
    const dw = sums(OUTPUTS, INPUTS, ROWS, (i, j, k) => at(dzs, k * OUTPUTS + i) * at(xs, k * INPUTS + j));
    const db = sums(OUTPUTS, 1, ROWS, (i, _, k) => at(dzs, k * OUTPUTS + i));
    const shifted = product.map((value, i) => value + at(b, i % OUTPUTS));
    expectAllClose([...(await y.data())], shifted, within, 'y');
    const added = dx.map((value, i) => at(before, i) + 2 * value);
    expectAllClose([...(await gradient.data())], added, within, 'dx');
    for (const [i, expected] of members(dw, db).entries()) {
      const [p] = parameters.slice(i);
      if (p === undefined) throw new TypeError('no such parameter');
      const doubled = expected.map((value) => 2 * value);
      expectAllClose(await store.readGradient(p), doubled, within, `gradient of ${p.name}`);
      expectAllClose(await store.read(p), values[i] ?? [], { rtol: 0, atol: 0 }, p.name);
    }
    tf.dispose([x, dz, gradient, y]);
    store.dispose();
  });
}

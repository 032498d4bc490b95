import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Device } from '../../runtime/device';
import type { WebGpuRunner } from '../../runtime/webgpu-runner';
import { expectAllClose } from '../../testing/allclose';
import { startLeastWebGpu } from '../../testing/least-webgpu';
import { at, numbers } from '../../testing/numbers';
import { SUM_FORMS, type SumForm } from '../sums/forms';
import { addSegments } from './segment-add-wgsl';
import type { TableShape } from './forms';

/** Segments of one row, of a chunk and of several rounds of chunks; lengths that no vector and no workgroup fits. */
const SHAPES: readonly TableShape[] = [
  { tableRows: 300, rows: 70, columns: 20 },
  { tableRows: 5, rows: 80, columns: 100 },
  { tableRows: 2, rows: 700, columns: 7 },
  { tableRows: 3, rows: 16, columns: 384 },
];

const SKIPPED = 1;
const targetsOf = ({ tableRows, rows }: TableShape) =>
  Int32Array.from({ length: rows }, (_, row) =>
    Math.floor((((row * 0.618) % 1) ** 2 * tableRows) % tableRows),
  );

/** In float64. */
function expectedOf(shape: TableShape) {
  const { tableRows, rows, columns } = shape;
  const dy = numbers(rows * columns, 1);
  const gradient = numbers(tableRows * columns, 2);
  for (const [row, target] of targetsOf(shape).entries()) {
    if (target === SKIPPED) continue;
    for (let c = 0; c < columns; c++) {
      gradient[target * columns + c] = at(gradient, target * columns + c) + at(dy, row * columns + c);
    }
  }
  return gradient;
}

async function compute(runner: WebGpuRunner, shape: TableShape, form: SumForm) {
  const { tableRows, rows, columns } = shape;
  const dy = tf.tensor2d(numbers(rows * columns, 1), [rows, columns]);
  const gradient = tf.tensor2d(numbers(tableRows * columns, 2), [tableRows, columns]);
  addSegments(runner, { dy, targets: targetsOf(shape), skipped: SKIPPED, gradient }, form);
  const values = (await gradient.data()).slice();
  tf.dispose([dy, gradient]);
  return values;
}

describe('the gradient of an embedding table', () => {
  let device: Device;
  let runner: WebGpuRunner;

  beforeAll(async () => {
    ({ device, runner } = await startLeastWebGpu());
  });
  afterAll(() => device.dispose());

  test.each(SHAPES)(
    '$rows rows into $tableRows×$columns: every form is near float64 and has the bits of the others',
    async (shape) => {
      expect(targetsOf(shape)).toContain(SKIPPED);
      const found = [];
      for (const form of SUM_FORMS) {
        const values = await compute(runner, shape, form);
        // Throws what the device refused.
        await device.settled();
        expectAllClose([...values], expectedOf(shape), { rtol: 1e-5, atol: 1e-5 }, form.id);
        found.push(values);
      }
      expect(found.length).toBe(2);
      expect(found[1]).toEqual(found[0]);
    },
  );
});

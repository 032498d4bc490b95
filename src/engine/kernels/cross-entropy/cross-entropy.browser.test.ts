import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IGNORED_LABEL } from '../../data/collate';
import type { Device } from '../../runtime/device';
import type { WebGpuRunner } from '../../runtime/webgpu-runner';
import { expectAllClose } from '../../testing/allclose';
import { startLeastWebGpu } from '../../testing/least-webgpu';
import { at, numbers } from '../../testing/numbers';
import { SUM_FORMS, type SumForm } from '../sums/forms';
import { webGpuInts } from '../webgpu-ints';
import type { LossShape } from './forms';
import { crossEntropyIn } from './webgpu';

/** Fewer classes than a row has lanes, and more; rows that fill no workgroup, and several rounds of the mean. */
const SHAPES: readonly LossShape[] = [
  { rows: 8, classes: 2 },
  { rows: 131, classes: 9 },
  { rows: 1043, classes: 3 },
  { rows: 21, classes: 151 },
];

const logitsOf = ({ rows, classes }: LossShape) => numbers(rows * classes, 1).map((x) => 40 * x);
/** The last rows are padding, and some before them no beginning of a word. */
const labelsOf = ({ rows, classes }: LossShape) =>
  Int32Array.from({ length: rows }, (_, row) =>
    row > 0.8 * rows || row % 5 === 3 ? IGNORED_LABEL : (7 * row) % classes,
  );

/** In float64. */
function expectedOf(shape: LossShape) {
  const { classes } = shape;
  const labels = labelsOf(shape);
  const logits = logitsOf(shape);
  const labelled = labels.filter((label) => label !== IGNORED_LABEL).length;
  let total = 0;
  const gradient = [...labels].flatMap((label, row) => {
    if (label === IGNORED_LABEL) return new Array<number>(classes).fill(0);
    const scores = logits.slice(row * classes, (row + 1) * classes);
    const highest = Math.max(...scores);
    const logSum = highest + Math.log(scores.reduce((sum, x) => sum + Math.exp(x - highest), 0));
    total += logSum - at(scores, label);
    return scores.map((x, c) => (Math.exp(x - logSum) - (c === label ? 1 : 0)) / labelled);
  });
  return { loss: [total / labelled], dLogits: gradient };
}

async function compute(runner: WebGpuRunner, shape: LossShape, form: SumForm) {
  const labels = webGpuInts(labelsOf(shape));
  const tensors = tf.tidy(() =>
    crossEntropyIn(runner, tf.tensor2d(logitsOf(shape), [shape.rows, shape.classes]), labels, form),
  );
  const results = {
    loss: (await tensors.loss.data()).slice(),
    dLogits: (await tensors.dLogits.data()).slice(),
  };
  tf.dispose([tensors.loss, tensors.dLogits]);
  labels.dispose();
  return results;
}

describe('a cross-entropy', () => {
  let device: Device;
  let runner: WebGpuRunner;

  beforeAll(async () => {
    ({ device, runner } = await startLeastWebGpu());
  });
  afterAll(() => device.dispose());

  test.each(SHAPES)(
    '$rows×$classes: every form is near float64 and has the bits of the others',
    async (shape) => {
      const found = [];
      for (const form of SUM_FORMS) {
        const results = await compute(runner, shape, form);
        // Throws what the device refused.
        await device.settled();
        const { loss, dLogits } = expectedOf(shape);
        expectAllClose([...results.loss], loss, { rtol: 1e-5, atol: 0 }, `${form.id}, loss`);
        // Numbers up to 64 are rounded to 2⁻¹⁸: so far may the exponential of a difference be off, and p − 1.
        const bounds = { rtol: 1e-5, atol: 2 ** -18 / labelsOf(shape).filter((label) => label >= 0).length };
        expectAllClose([...results.dLogits], dLogits, bounds, `${form.id}, gradient`);
        found.push(results);
      }
      expect(found.length).toBe(2);
      expect(found[1]).toEqual(found[0]);
    },
  );
});

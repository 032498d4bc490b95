import { IGNORED_LABEL } from '../../data/collate';
import type { SumForm } from '../sums/forms';
import type { TriedKernel } from '../trial/form';
import { noise } from '../trial/noise';
import { webGpuInts } from '../webgpu-ints';
import { CROSS_ENTROPY, type LossShape } from './forms';
import { crossEntropyIn } from './webgpu';

/** Per logit, about: an exponential in each of two passes. */
const OPERATIONS = 32;
const SMALL_ROWS = 256;

/** The loss as a trial runs it: with a label that is left out after each two that count. */
export const TRIED_CROSS_ENTROPY: TriedKernel<LossShape, SumForm> = {
  ...CROSS_ENTROPY,
  name: 'cross-entropy',
  family: ({ classes }) => `cross-entropy/${classes}`,
  isSmall: ({ rows }) => rows < SMALL_ROWS,
  operations: ({ rows, classes }) => OPERATIONS * rows * classes,
  cutTo: (shape, operations) => ({
    ...shape,
    rows: Math.min(shape.rows, Math.max(64, Math.floor(operations / (OPERATIONS * shape.classes)))),
  }),
  scratch(runner, { rows, classes }) {
    const logits = noise(runner, [rows, classes], 1);
    const labels = webGpuInts(
      Int32Array.from({ length: rows }, (_, row) => (row % 3 === 2 ? IGNORED_LABEL : row % classes)),
    );
    return {
      run: (form) => Object.values(crossEntropyIn(runner, logits, labels, form)),
      dispose() {
        logits.dispose();
        labels.dispose();
      },
    };
  },
};

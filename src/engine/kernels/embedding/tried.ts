import type { SumForm } from '../sums/forms';
import type { TriedKernel } from '../trial/form';
import { noise } from '../trial/noise';
import { EMBEDDING_GRADIENT, type TableShape } from './forms';
import { addSegments } from './segment-add-wgsl';

const SMALL_ELEMENTS = 2 ** 14;
const GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

/** The gradient as a trial runs it: into a table of the rows that occur, a few of them often, as in a text. */
export const TRIED_EMBEDDING_GRADIENT: TriedKernel<TableShape, SumForm> = {
  ...EMBEDDING_GRADIENT,
  name: 'embedding',
  family: ({ tableRows }) => `embedding/${tableRows}`,
  isSmall: ({ rows, columns }) => rows * columns < SMALL_ELEMENTS,
  operations: ({ rows, columns }) => rows * columns,
  cutTo: (shape, operations) => ({
    ...shape,
    rows: Math.min(shape.rows, Math.max(64, Math.floor(operations / shape.columns))),
  }),
  scratch(runner, { tableRows, rows, columns }) {
    const dy = noise(runner, [rows, columns], 1);
    const drawn = Int32Array.from({ length: rows }, (_, i) =>
      Math.floor(tableRows * ((i * GOLDEN_RATIO) % 1) ** 3),
    );
    const occurring = [...new Set(drawn)].sort((a, b) => a - b);
    const targets = drawn.map((target) => occurring.indexOf(target));
    return {
      run(form) {
        const gradient = noise(runner, [occurring.length, columns], 2);
        addSegments(runner, { dy, targets, skipped: null, gradient }, form);
        return [gradient];
      },
      dispose: () => dy.dispose(),
    };
  },
};

import * as tf from '@tensorflow/tfjs-core';
import type { WebGpuRunner } from '../../runtime/webgpu-runner';
import type { Scratch, TriedKernel } from '../trial/form';
import { noise } from '../trial/noise';
import { isSmall, PRODUCT, type ProductForm } from './forms';
import type { ProductShape } from './product';
import { multiply } from './webgpu';

/** The product as a trial runs it: by itself, without what follows it. */
export const TRIED_PRODUCT: TriedKernel<ProductShape, ProductForm> = {
  ...PRODUCT,
  name: 'matmul',
  family: ({ layout }) => `matmul/${layout}`,
  isSmall,
  operations: ({ rows, columns, depth }) => 2 * rows * columns * depth,
  cutTo,
  scratch,
};

/** The same product with fewer rows of the batch. */
function cutTo(shape: ProductShape, operations: number): ProductShape {
  const { layout, rows, columns, depth } = shape;
  const batch = layout === 'tn' ? depth : rows;
  const perRow = (2 * rows * columns * depth) / batch;
  const fewer = Math.min(batch, Math.max(64, Math.floor(operations / perRow / 64) * 64));
  return layout === 'tn' ? { ...shape, depth: fewer } : { ...shape, rows: fewer };
}

function scratch(runner: WebGpuRunner, shape: ProductShape): Scratch<ProductForm> {
  const { rows, columns, depth } = shape;
  const a = noise(runner, [rows * depth], 1);
  const b = noise(runner, [columns * depth], 2);
  return {
    run(form) {
      const out = runner.create([rows * columns]);
      multiply(runner, { ...shape, a, b, out }, form);
      return [out];
    },
    dispose: () => tf.dispose([a, b]),
  };
}

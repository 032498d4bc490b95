import type { BatchShape } from '../runtime/kernel-choices';
import { blocksOf, spanOf } from '../runtime/parameter-blocks';
import type { Parameter } from '../runtime/parameters';
import type { WebGpuRunner } from '../runtime/webgpu-runner';
import type { ProductShape } from './matmul/product';
import { TRIED_PRODUCT } from './matmul/tried';
import { type Candidate, candidate } from './trial/candidate';

/**
 * The kernels of several forms that a model meets with such batches, backward passes where something is trained: those
 * of the first batch first, and of a batch those with the most operations.
 */
export function modelKernels(
  runner: WebGpuRunner,
  parameters: readonly Parameter[],
  batches: readonly BatchShape[],
): Candidate[] {
  const isTrained = parameters.some((p) => p.trainable);
  return batches.flatMap((batch) =>
    layerProducts(parameters, batch, isTrained)
      .map((shape) => candidate(runner, TRIED_PRODUCT, shape))
      .sort((a, b) => b.operations - a.operations),
  );
}

/** Products of linear layers. */
function layerProducts(
  parameters: readonly Parameter[],
  { batchSize, sequenceLength }: BatchShape,
  isTrained: boolean,
): ProductShape[] {
  const sizes = new Map<string, readonly [outputs: number, inputs: number]>();
  for (const { name, shape } of blocksOf(parameters).map(spanOf)) {
    const [outputs, inputs] = shape;
    // Embedding tables are looked up, not multiplied.
    if (outputs === undefined || inputs === undefined || name.endsWith('_embeddings.weight')) continue;
    sizes.set(shape.join(), [outputs, inputs]);
  }
  const rows = batchSize * sequenceLength;
  return [...sizes.values()].flatMap(([outputs, inputs]): ProductShape[] => [
    { layout: 'nt', rows, columns: outputs, depth: inputs },
    ...(isTrained
      ? ([
          { layout: 'nn', rows, columns: inputs, depth: outputs },
          { layout: 'tn', rows: outputs, columns: inputs, depth: rows },
        ] as const)
      : []),
  ]);
}

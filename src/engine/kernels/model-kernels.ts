import type { ModelSizes } from '../models/encoder';
import type { LoadedModel } from '../models/loaded-model';
import type { BatchShape } from '../runtime/kernel-choices';
import { blocksOf, spanOf } from '../runtime/parameter-blocks';
import type { Parameter } from '../runtime/parameters';
import type { WebGpuRunner } from '../runtime/webgpu-runner';
import type { NormShape } from './add-norm/forms';
import { TRIED_ADD_NORM } from './add-norm/tried';
import type { PassShape } from './attention/forms';
import { TRIED_ATTENTION } from './attention/tried';
import type { LossShape } from './cross-entropy/forms';
import { TRIED_CROSS_ENTROPY } from './cross-entropy/tried';
import type { TableShape } from './embedding/forms';
import { TRIED_EMBEDDING_GRADIENT } from './embedding/tried';
import type { ProductShape } from './matmul/product';
import { TRIED_PRODUCT } from './matmul/tried';
import { type Candidate, candidate } from './trial/candidate';

/**
 * The kernels of several forms that a model meets with such batches, backward passes where something is trained: those
 * of the first batch first, and of a batch those with the most operations.
 */
export function modelKernels(
  runner: WebGpuRunner,
  { store, model }: Pick<LoadedModel, 'store' | 'model'>,
  batches: readonly BatchShape[],
): Candidate[] {
  const { parameters } = store;
  const { sizes } = model;
  const isTrained = parameters.some((p) => p.trainable);
  return batches.flatMap((batch) =>
    [
      ...layerProducts(parameters, batch, isTrained).map((shape) => candidate(runner, TRIED_PRODUCT, shape)),
      ...attentionPasses(sizes, batch, isTrained).map((shape) => candidate(runner, TRIED_ATTENTION, shape)),
      ...norms(sizes, batch, isTrained).map((shape) => candidate(runner, TRIED_ADD_NORM, shape)),
      ...losses(sizes, batch, isTrained).map((shape) => candidate(runner, TRIED_CROSS_ENTROPY, shape)),
      ...tables(parameters, batch).map((shape) => candidate(runner, TRIED_EMBEDDING_GRADIENT, shape)),
    ].sort((a, b) => b.operations - a.operations),
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
    if (outputs === undefined || inputs === undefined || isTable(name)) continue;
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

function attentionPasses(
  { hiddenSize, heads }: ModelSizes,
  batch: BatchShape,
  isTrained: boolean,
): PassShape[] {
  const { batchSize, sequenceLength } = batch;
  const directions = isTrained
    ? (['forward', 'query-gradient', 'key-gradient'] as const)
    : (['forward'] as const);
  return directions.map((direction) => ({
    direction,
    batchSize,
    sequenceLength,
    heads,
    headSize: hiddenSize / heads,
  }));
}

function norms(
  { hiddenSize: columns }: ModelSizes,
  { batchSize, sequenceLength }: BatchShape,
  isTrained: boolean,
): NormShape[] {
  const rows = batchSize * sequenceLength;
  const directions = isTrained ? (['forward', 'backward'] as const) : (['forward'] as const);
  return directions.map((direction) => ({ direction, rows, columns }));
}

function losses(
  { classes, perToken }: ModelSizes,
  { batchSize, sequenceLength }: BatchShape,
  isTrained: boolean,
): LossShape[] {
  return isTrained ? [{ rows: perToken ? batchSize * sequenceLength : batchSize, classes }] : [];
}

/** Gradients of embedding tables. */
function tables(parameters: readonly Parameter[], { batchSize, sequenceLength }: BatchShape): TableShape[] {
  return parameters.flatMap(({ name, shape, trainable }) => {
    const [tableRows, columns] = shape;
    if (!trainable || tableRows === undefined || columns === undefined || !isTable(name)) return [];
    return [{ tableRows, rows: batchSize * sequenceLength, columns }];
  });
}

function isTable(name: string): boolean {
  return name.endsWith('_embeddings.weight');
}

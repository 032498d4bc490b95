import type { Recipe } from '../../core/recipe/recipe';
import { isTrained, type ModelShape, modelWeights } from '../models/create';
import { elementCount } from '../models/weights';

const FLOAT_BYTES = 4;

/** Numbers and bytes that a run takes on the device; activations are an estimate for a full batch. */
export interface MemoryEstimate {
  readonly parameterCount: number;
  readonly trainableCount: number;
  readonly weights: number;
  readonly gradients: number;
  readonly optimizer: number;
  readonly activations: number;
  /** The largest single tensor of a text: the inner rows of a layer, queries, keys and values side by side, or logits. */
  readonly largestOfText: number;
}

/**
 * Weights, gradients and moments exactly; activations kept for the backward pass of the trained layers: nine
 * hidden-size rows and two inner rows a token and layer, and the embedding's.
 * @param sequenceLength padded tokens of a text
 */
export function estimateMemory(
  shape: ModelShape,
  recipe: Pick<Recipe, 'perDeviceTrainBatchSize'>,
  sequenceLength: number,
): MemoryEstimate {
  const specs = modelWeights(shape);
  const count = (trained: boolean | null) =>
    specs
      .filter((spec) => trained === null || isTrained(shape, spec) === trained)
      .reduce((sum, spec) => sum + elementCount(spec.shape), 0);
  const parameterCount = count(null);
  const trainableCount = count(true);
  const { config, trainableLayers } = shape;
  const trained = trainableLayers === 'none' ? 0 : trainableLayers;
  const layers = Math.min(trained ?? config.numHiddenLayers, config.numHiddenLayers);
  const rows = recipe.perDeviceTrainBatchSize * sequenceLength;
  const perLayer = 9 * config.hiddenSize + 2 * config.intermediateSize;
  return {
    parameterCount,
    trainableCount,
    weights: FLOAT_BYTES * parameterCount,
    gradients: FLOAT_BYTES * trainableCount,
    optimizer: 2 * FLOAT_BYTES * trainableCount,
    largestOfText:
      FLOAT_BYTES *
      sequenceLength *
      Math.max(config.intermediateSize, 3 * config.hiddenSize, shape.labelCount),
    activations: FLOAT_BYTES * rows * (layers * perLayer + 4 * config.hiddenSize),
  };
}

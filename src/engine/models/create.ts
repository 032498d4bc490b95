import type { Architecture } from '../../core/contract/model';
import type { Task } from '../../core/contract/task';
import type { Device } from '../runtime/device';
import { parametersFor } from '../runtime/parameters';
import type { LoadedModel } from './loaded-model';
import { bertModel } from './bert/forward';
import type { BertConfig } from './bert/config';
import { MODELS } from './registry';
import type { WeightSpec } from './weights';

export interface ModelShape {
  readonly architecture: Architecture;
  readonly config: BertConfig;
  readonly task: Task;
  readonly labelCount: number;
  /** Encoder layers trained, from the top; null trains everything, 0 pooler and head alone, "none" nothing at all. */
  readonly trainableLayers: number | null | 'none';
}

/** Weights of a model shape, in checkpoint order. */
export function modelWeights(shape: ModelShape): readonly WeightSpec[] {
  return MODELS[shape.architecture].weights(shape.config, shape.task, shape.labelCount);
}

/** Whether a weight is trained: the head is unless nothing is, layers from the top, the embeddings only with everything. */
export function isTrained(shape: ModelShape, spec: WeightSpec): boolean {
  const { trainableLayers } = shape;
  if (trainableLayers === 'none') return false;
  if (trainableLayers === null || spec.group === 'head' || spec.group === 'pooler') return true;
  if (spec.group === 'embeddings') return false;
  return spec.group.layer >= shape.config.numHiddenLayers - trainableLayers;
}

/** Allocates a model on a device; its weights are zero until they are loaded. */
export function createModel(device: Device, shape: ModelShape): LoadedModel {
  const parameters = parametersFor(modelWeights(shape), (spec) => isTrained(shape, spec));
  return { ...device.allocate(parameters), model: bertModel(shape.config, shape.task, parameters) };
}

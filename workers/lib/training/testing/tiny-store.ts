import { parseBertConfig } from '../../../../src/engine/models/bert/config';
import { createModel, type ModelShape } from '../../../../src/engine/models/create';
import type { ParameterStore } from '../../../../src/engine/runtime/parameters';
import { startCpu } from '../../../../src/engine/testing/cpu-device';
import { TINY_CONFIG } from '../../models/testing/tiny-model';

/** Parameters of the tiny model, every weight and moment set to a number of its own kind. */
export async function tinyStore(
  value: number,
  trainableLayers: ModelShape['trainableLayers'] = null,
): Promise<ParameterStore> {
  const { store } = createModel(await startCpu(), {
    architecture: 'bert',
    config: parseBertConfig(TINY_CONFIG),
    task: 'text-classification',
    labelCount: 2,
    trainableLayers,
  });
  for (const p of store.parameters) {
    store.load(p, new Float32Array(p.size).fill(value));
    if (!p.trainable) continue;
    store.loadMoment(p, 'm', new Float32Array(p.size).fill(value + 1));
    store.loadMoment(p, 'v', new Float32Array(p.size).fill(value + 2));
  }
  return store;
}

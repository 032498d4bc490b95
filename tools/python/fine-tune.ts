import { fileURLToPath } from 'node:url';
import type { Recipe } from '../../src/core/recipe/recipe.ts';
import { planSteps } from '../../src/core/recipe/steps.ts';
import type { ExampleSet } from '../../src/engine/data/example-set.ts';
import { labelKind } from '../../src/engine/evaluate/score-split.ts';
import { parseBertConfig } from '../../src/engine/models/bert/config.ts';
import { createModel } from '../../src/engine/models/create.ts';
import type { LoadedModel } from '../../src/engine/models/loaded-model.ts';
import type { Device } from '../../src/engine/runtime/device.ts';
import { startWasm } from '../../src/engine/runtime/wasm-device.ts';
import { trainingLoop } from '../../src/engine/train/loop.ts';
import type { Encoder } from './encoder.ts';

const WASM_FOLDER = fileURLToPath(
  new URL('../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url),
);

/** Dropout draws other numbers than PyTorch's: there is none where steps are compared. */
export const NO_DROPOUT = {
  hiddenDropoutProb: 0,
  attentionProbsDropoutProb: 0,
  classifierDropout: 0,
} as const satisfies Partial<Recipe>;

/** What each step said, under PyTorch's names. */
export interface Steps {
  readonly losses: readonly number[];
  readonly grad_norms: readonly number[];
  readonly learning_rates: readonly number[];
}

export const startDevice = (): Promise<Device> => startWasm(WASM_FOLDER, 1, null);

/** Fine-tunes an encoder with the engine, without dropout; `recipe` says how many steps. The caller owns the model. */
export async function fineTune(
  device: Device,
  encoder: Encoder,
  { examples, padTokenId, recipe }: { examples: ExampleSet; padTokenId: number; recipe: Recipe },
): Promise<{ readonly loaded: LoadedModel; readonly steps: Steps; readonly seconds: number }> {
  const loaded = createModel(device, {
    architecture: 'bert',
    config: { ...parseBertConfig(encoder.configJson), ...NO_DROPOUT },
    task: encoder.task,
    labelCount: encoder.labelCount,
    trainableLayers: recipe.trainableLayers,
  });
  for (const parameter of loaded.store.parameters) {
    loaded.store.load(parameter, await encoder.weights.read(parameter.name));
  }
  const losses: number[] = [];
  const gradNorms: number[] = [];
  const learningRates: number[] = [];
  const startedMs = performance.now();
  for await (const report of trainingLoop({
    device,
    loaded,
    examples,
    labels: labelKind(encoder),
    padTokenId,
    maxLength: recipe.maxLength,
    recipe,
    plan: planSteps(recipe, examples.length),
    firstStep: 0,
    touch: () => {},
  })) {
    const { loss, gradNorm } = await report.done;
    losses.push(loss ?? Number.NaN);
    gradNorms.push(gradNorm);
    learningRates.push(report.learningRate);
  }
  const steps = { losses, grad_norms: gradNorms, learning_rates: learningRates };
  return { loaded, steps, seconds: (performance.now() - startedMs) / 1000 };
}

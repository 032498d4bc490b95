/*
 * `tsx tools/python/make-losses.ts FILE MODEL_FOLDER ROWS.csv`: fine-tunes a model on the first rows of a CSV (columns
 * text and label) with the engine on WASM, without dropout, and writes the plan and the losses for PyTorch to repeat.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PRETRAINED_RECIPE, type Recipe } from '../../src/core/recipe/recipe.ts';
import { toRecipeFile } from '../../src/core/recipe/recipe-file.ts';
import { planSteps } from '../../src/core/recipe/steps.ts';
import type { ExampleSet } from '../../src/engine/data/example-set.ts';
import { parseBertConfig } from '../../src/engine/models/bert/config.ts';
import { createModel } from '../../src/engine/models/create.ts';
import { startWasm } from '../../src/engine/runtime/wasm-device.ts';
import { loadTokenizer, type Tokenizer } from '../../src/engine/tokenizer/tokenizer.ts';
import { trainingLoop } from '../../src/engine/train/loop.ts';
import { newHead, openEncoder } from './encoder.ts';
import { readRows } from './rows.ts';

const STEPS = 40;
/** Less than the rows of all steps, so that a second epoch's order is part of the comparison. */
const ROWS = 250;

const RECIPE: Recipe = {
  ...PRETRAINED_RECIPE,
  maxSteps: STEPS,
  perDeviceTrainBatchSize: 8,
  weightDecay: 0.01,
  warmupSteps: 4,
  maxLength: 64,
  hiddenDropoutProb: 0,
  attentionProbsDropoutProb: 0,
  classifierDropout: 0,
};

const WASM_FOLDER = fileURLToPath(
  new URL('../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url),
);

function examplesOf(rows: readonly (readonly [string, number])[], tokenizer: Tokenizer): ExampleSet {
  const encodings = rows.map(([text]) => tokenizer.encode(text, { maxLength: RECIPE.maxLength }));
  const starts = new Uint32Array(rows.length + 1);
  encodings.forEach(({ ids }, i) => {
    starts[i + 1] = (starts[i] ?? 0) + ids.length;
  });
  return {
    length: rows.length,
    inputIds: Int32Array.from(encodings.flatMap(({ ids }) => Array.from(ids))),
    typeIds: Uint8Array.from(encodings.flatMap(({ typeIds }) => Array.from(typeIds))),
    starts,
    labels: Int32Array.from(rows, ([, label]) => label),
    labelStarts: Uint32Array.from({ length: rows.length + 1 }, (_, i) => i),
    wordIds: new Int32Array(0),
    files: new Uint8Array(rows.length),
    rows: Uint32Array.from(rows, (_, i) => i + 1),
  };
}

const [file, modelFolder, csv] = process.argv.slice(2);
if (file === undefined || modelFolder === undefined || csv === undefined) {
  throw new Error('usage: make-losses.ts FILE MODEL_FOLDER ROWS.csv');
}

const data = await readRows(csv, 1, ROWS);
const labels = [...new Set(data.map((row) => row.label))].sort();
const rows = data.map((row) => [row.text, labels.indexOf(row.label)] as const);
const encoder = await openEncoder(modelFolder, labels.length, { range: 0.02, seed: 7 });
const tokenizer = loadTokenizer(encoder);
const device = await startWasm(WASM_FOLDER, 1, null);
const loaded = createModel(device, {
  architecture: 'bert',
  config: {
    ...parseBertConfig(encoder.configJson),
    hiddenDropoutProb: 0,
    attentionProbsDropoutProb: 0,
    classifierDropout: 0,
  },
  task: 'text-classification',
  labelCount: labels.length,
  trainableLayers: null,
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
  examples: examplesOf(rows, tokenizer),
  labels: 'sequence',
  padTokenId: tokenizer.padId,
  maxLength: RECIPE.maxLength,
  recipe: RECIPE,
  plan: planSteps(RECIPE, rows.length),
  firstStep: 0,
  touch: () => {},
})) {
  const { loss, gradNorm } = await report.done;
  losses.push(loss);
  gradNorms.push(gradNorm);
  learningRates.push(report.learningRate);
}
const seconds = (performance.now() - startedMs) / 1000;
const plan = { recipe: toRecipeFile(RECIPE), rows, labels: labels.length, head: await newHead(encoder) };
writeFileSync(
  file,
  JSON.stringify({
    model: modelFolder,
    plan,
    studio: { losses, grad_norms: gradNorms, learning_rates: learningRates },
  }),
);
console.log(`${STEPS} steps on ${rows.length} rows: ${seconds.toFixed(1)} s on WASM, loss ${losses.at(-1)}`);

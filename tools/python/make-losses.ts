/*
 * `tsx tools/python/make-losses.ts FILE MODEL_FOLDER ROWS.csv`: fine-tunes a model on the first rows of a CSV (columns
 * text and label) with the engine on WASM, without dropout, and writes the plan and the losses for PyTorch to repeat.
 */
import { writeFileSync } from 'node:fs';
import { PRETRAINED_RECIPE, type Recipe } from '../../src/core/recipe/recipe.ts';
import { toRecipeFile } from '../../src/core/recipe/recipe-file.ts';
import type { ExampleSet } from '../../src/engine/data/example-set.ts';
import { ExampleSetBuilder } from '../../src/engine/data/example-set-builder.ts';
import { loadTokenizer, type Tokenizer } from '../../src/engine/tokenizer/tokenizer.ts';
import { newHead, openEncoder } from './encoder.ts';
import { fineTune, NO_DROPOUT, startDevice } from './fine-tune.ts';
import { readRows } from './rows.ts';

const STEPS = 40;
/** Less than the rows of all steps, so that a second epoch's order is part of the comparison. */
const ROWS = 250;

const RECIPE: Recipe = {
  ...PRETRAINED_RECIPE,
  ...NO_DROPOUT,
  maxSteps: STEPS,
  perDeviceTrainBatchSize: 8,
  weightDecay: 0.01,
  warmupSteps: 4,
  maxLength: 64,
};

function examplesOf(rows: readonly (readonly [string, number])[], tokenizer: Tokenizer): ExampleSet {
  const builder = new ExampleSetBuilder(RECIPE.maxLength);
  for (const [i, [text, label]] of rows.entries()) {
    builder.add(tokenizer.encode(text, { maxLength: RECIPE.maxLength }), {
      labels: [label],
      file: 0,
      row: i + 1,
    });
  }
  return builder.build();
}

const [file, modelFolder, csv] = process.argv.slice(2);
if (file === undefined || modelFolder === undefined || csv === undefined) {
  throw new Error('usage: make-losses.ts FILE MODEL_FOLDER ROWS.csv');
}

const data = await readRows(csv, 1, ROWS);
const labels = [...new Set(data.map((row) => row.label))].sort();
const rows = data.map((row) => [row.text, labels.indexOf(row.label)] as const);
const task = 'text-classification';
const encoder = await openEncoder(modelFolder, task, labels.length, { range: 0.02, seed: 7 });
const tokenizer = loadTokenizer(encoder);
const { steps, seconds } = await fineTune(await startDevice(), encoder, {
  examples: examplesOf(rows, tokenizer),
  padTokenId: tokenizer.padId,
  recipe: RECIPE,
});
const head = await newHead(encoder);
const plan = { task, recipe: toRecipeFile(RECIPE), rows, labels: labels.length, head };
writeFileSync(file, JSON.stringify({ model: modelFolder, plan, studio: steps }));
console.log(
  `${STEPS} steps on ${rows.length} rows: ${seconds.toFixed(1)} s on WASM, loss ${steps.losses.at(-1)}`,
);

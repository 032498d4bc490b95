/*
 * `tsx tools/python/make-taggers.ts FILE MODEL_FOLDER CORPUS_FOLDER [STEPS]`: fine-tunes a model on tagged tweets (the Broad
 * Twitter Corpus as the Hub has it) with the engine on WASM, without dropout, twice: all of it on a thousand tweets, and
 * its last layer as the tweets recipe does. Writes plans, losses, scores and entities for PyTorch and seqeval to repeat.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PRESETS } from '../../src/core/recipe/presets.ts';
import { PRETRAINED_RECIPE, type Recipe } from '../../src/core/recipe/recipe.ts';
import { toRecipeFile } from '../../src/core/recipe/recipe-file.ts';
import { alignLabels, laterLabels } from '../../src/engine/data/entities/align-labels.ts';
import type { ExampleSet } from '../../src/engine/data/example-set.ts';
import { ExampleSetBuilder } from '../../src/engine/data/example-set-builder.ts';
import { evaluateModel } from '../../src/engine/evaluate/evaluate-model.ts';
import { tokenClassificationReport } from '../../src/engine/evaluate/token-classification.ts';
import type { LoadedModel } from '../../src/engine/models/loaded-model.ts';
import { predictTokens } from '../../src/engine/predict/entities/predict-tokens.ts';
import { predictorOn } from '../../src/engine/predict/predictor.ts';
import { loadTokenizer } from '../../src/engine/tokenizer/tokenizer.ts';
import { newHead, openEncoder } from './encoder.ts';
import { fineTune, NO_DROPOUT, startDevice } from './fine-tune.ts';

const [file, modelFolder, corpus, steps] = process.argv.slice(2);
if (file === undefined || modelFolder === undefined || corpus === undefined) {
  throw new Error('usage: make-taggers.ts FILE MODEL_FOLDER CORPUS_FOLDER [STEPS]');
}

/** Words with the numbers of their tags. */
type Row = readonly [readonly string[], readonly number[]];

/** Of the last section: the first is poor in entities. */
const TWEETS = 1000;
/** At the default rate sixty steps find no entity yet, and an F1 of 0 says nothing. */
const WHOLE_MODEL: Recipe = {
  ...PRETRAINED_RECIPE,
  ...NO_DROPOUT,
  maxSteps: 60,
  learningRate: 3e-4,
  perDeviceTrainBatchSize: 8,
  weightDecay: 0.01,
  warmupSteps: 6,
};

/** The recipe's 3,340 steps would take WASM more than half an hour; STEPS asks for them. */
const FEW_STEPS = 100;
const LAST_LAYER: Recipe = {
  ...preset('tweets-ner-last-layer'),
  ...NO_DROPOUT,
  maxSteps: Number(steps ?? FEW_STEPS),
};
const SENTENCE = 'Zachary Raicik works for Corvus and lives in San Diego';

function preset(id: string): Recipe {
  const found = PRESETS.find((each) => each.id === id);
  if (found === undefined) throw new RangeError(`no preset ${id}`);
  return found.recipe;
}

const rowSchema = z
  .object({ tokens: z.array(z.string()), ner_tags: z.array(z.number()) })
  .transform(({ tokens, ner_tags: tags }): Row => [tokens, tags]);

function readTweets(name: string): Row[] {
  return readFileSync(join(corpus ?? '', name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => rowSchema.parse(JSON.parse(line)))
    .filter(([words]) => words.length > 0);
}

const labels = z.array(z.string()).parse(JSON.parse(readFileSync(join(corpus, 'labels.json'), 'utf8')));
const task = 'token-classification';
const encoder = await openEncoder(modelFolder, task, labels.length, { range: 0.02, seed: 7 });
const tokenizer = loadTokenizer(encoder);
const device = await startDevice();

function examplesOf(rows: readonly Row[], { maxLength, labelAllTokens }: Recipe): ExampleSet {
  const builder = new ExampleSetBuilder(maxLength);
  const later = laterLabels(labels, labelAllTokens);
  for (const [i, [words, tags]] of rows.entries()) {
    const encoding = tokenizer.encodeWords(words, { maxLength });
    const { wordIds } = encoding;
    builder.add(encoding, { labels: alignLabels(wordIds, tags, later), file: 0, row: i + 1, wordIds });
  }
  return builder.build();
}

async function scores(
  loaded: LoadedModel,
  examples: ExampleSet,
  recipe: Recipe,
): Promise<Readonly<Record<string, number>>> {
  const { positions, loss } = await evaluateModel({
    device,
    loaded,
    examples,
    labels: 'token',
    padTokenId: tokenizer.padId,
    maxLength: recipe.maxLength,
    batchSize: 32,
    touch: () => {},
    between: async () => {},
  });
  const rowOf = (example: number) => ({ fileId: 'validation', row: example + 1 });
  return {
    ...(loss === null ? {} : { loss }),
    ...tokenClassificationReport(positions, labels, rowOf).metrics,
  };
}

async function readingOf(loaded: LoadedModel, { maxLength }: Recipe) {
  const predictor = predictorOn({ task, device, loaded, tokenizer, maxLength, labels });
  const [reading] = await predictTokens(predictor, [SENTENCE], () => {});
  if (reading === undefined) throw new Error('the sentence was not read');
  const { entities, tokens } = reading.prediction;
  return { entities, scores: tokens.map((token) => token.scores) };
}

async function train(name: string, rows: readonly Row[], recipe: Recipe) {
  const trained = await fineTune(device, encoder, {
    examples: examplesOf(rows, recipe),
    padTokenId: tokenizer.padId,
    recipe,
  });
  const { steps: done, seconds } = trained;
  console.log(
    `${name}: ${recipe.maxSteps} steps in ${seconds.toFixed(1)} s on WASM, loss ${done.losses.at(-1)}`,
  );
  const head = await newHead(encoder);
  const plan = { task, recipe: toRecipeFile(recipe), rows, labels: labels.length, head };
  return { loaded: trained.loaded, written: { plan, studio: done } };
}

const tweets = readTweets('train.jsonl');
const validation = readTweets('validation.jsonl');
const whole = await train('whole model', tweets.slice(-TWEETS), WHOLE_MODEL);
const metrics = await scores(whole.loaded, examplesOf(validation, WHOLE_MODEL), WHOLE_MODEL);
whole.loaded.store.dispose();
console.log(`F1 on ${validation.length} tweets: ${metrics['f1']}`);
const last = await train('last layer', tweets, LAST_LAYER);
writeFileSync(
  file,
  JSON.stringify({
    model: modelFolder,
    labels,
    whole: { ...whole.written, metrics, validation },
    last: { ...last.written, sentence: SENTENCE, ...(await readingOf(last.loaded, LAST_LAYER)) },
  }),
);

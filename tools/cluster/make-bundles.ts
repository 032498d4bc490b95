/*
 * `tsx tools/cluster/make-bundles.ts FOLDER`: for each task a bundle `NAME.zip` of the starter on a sample, and beside it
 * `NAME.studio.json`, what the studio's own engine makes of the same run on WASM.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PRETRAINED_RECIPE, type Recipe } from '../../src/core/recipe/recipe.ts';
import { HeadlessStudio } from './studio.ts';

const SAMPLES = fileURLToPath(new URL('../../public/samples/', import.meta.url));

/** Dropout draws other numbers in PyTorch; without it the losses must agree. */
const EXACT: Recipe = {
  ...PRETRAINED_RECIPE,
  learningRate: 5e-4,
  numTrainEpochs: 2,
  weightDecay: 0.01,
  warmupSteps: 2,
  loggingSteps: 1,
  maxLength: 48,
  perDeviceEvalBatchSize: 5,
  hiddenDropoutProb: 0,
  attentionProbsDropoutProb: 0,
  classifierDropout: 0,
};

/**
 * The last batch of an epoch is one row: between two processes, one has none. In `texts` it is also a group of
 * accumulated batches by itself.
 */
const RUNS = [
  {
    name: 'texts',
    sample: 'headlines.csv',
    lines: 95,
    recipe: { ...EXACT, gradientAccumulationSteps: 2, metricForBestModel: 'f1_macro' },
  },
  {
    name: 'entities',
    sample: 'entities.jsonl',
    lines: 105,
    recipe: {
      ...EXACT,
      numTrainEpochs: 3,
      labelAllTokens: 'all-iob',
      metricForBestModel: 'f1',
      trainableLayers: 2,
    },
  },
] as const satisfies readonly { name: string; sample: string; lines: number; recipe: Recipe }[];

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: make-bundles.ts FOLDER');
mkdirSync(folder, { recursive: true });
for (const { name, sample, lines, recipe } of RUNS) {
  const studio = new HeadlessStudio();
  const text = readFileSync(join(SAMPLES, sample), 'utf8').split('\n').slice(0, lines).join('\n');
  const model = await studio.starter();
  const split = { seed: 1, validationShare: 0.2, testShare: 0.1 };
  const dataset = await studio.dataset(new File([text], sample), split);
  const spec = await studio.spec(dataset, model, recipe);
  const { path } = await studio.bundle(name, spec);
  const zip = await (await studio.files.read(path)).arrayBuffer();
  writeFileSync(join(folder, `${name}.zip`), new Uint8Array(zip));
  const run = await studio.train(name, spec);
  const test = await studio.training.evaluate('test', run.id, 'test');
  const metrics = await studio.records.metrics.read(run.id);
  const studioSays = {
    labels: spec.labels,
    rows: Object.fromEntries(
      Object.entries(spec.data.splits).map(([key, part]) => [key, part?.examples ?? 0]),
    ),
    columns: metrics,
    best: run.best,
    evaluations: [...run.evaluations, test].map(
      ({ split: of, step, metrics: figures, perLabel, confusion }) => ({
        split: of,
        step,
        metrics: figures,
        per_label: perLabel,
        confusion,
      }),
    ),
  };
  writeFileSync(join(folder, `${name}.studio.json`), JSON.stringify(studioSays));
  console.log(`${name}: ${run.progress.step} steps on ${spec.data.splits.train.examples} rows`, run.best);
}
process.exit(0);

/*
 * `tsx tools/python/make-drives.ts FOLDER MODEL_FOLDER ROWS.csv TWEETS_FOLDER`: the scripted user does three jobs in the
 * built app, two with rows of a CSV (columns text and label), one with tagged tweets (train.jsonl, validation.jsonl), and
 * leaves data, report and export for Python to judge.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Report, reportSchema } from '../../e2e/report-schema.ts';
import { parseBertConfig } from '../../src/engine/models/bert/config.ts';
import { newHead, openEncoder } from './encoder.ts';
import { type LabelledText, readRows } from './rows.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const STARTER_RECIPE = {
  max_steps: 120,
  per_device_train_batch_size: 8,
  per_device_eval_batch_size: 32,
  learning_rate: 5e-4,
  max_length: 64,
  eval_strategy: 'steps',
  eval_steps: 120,
};

const TAGGER_RECIPE = { ...STARTER_RECIPE, max_steps: 200, eval_steps: 200 };

/** Entities of every type, characters beyond the first plane, one text that is read in windows, and one without words. */
const TAGGED = [
  'Zachary Raicik works for Corvus and lives in San Diego',
  '🙂🙂 @ Beyoncé sings in New York, says the BBC',
  'Anna Berg of Google met @ JohnSmith in London . '.repeat(9),
  '?!',
];

/** Texts of both labels, a long one, and one of signs alone. */
const SAID = [
  '21 Things You Will Only Understand If You Grew Up With Cats',
  'Senate approves budget after a night of talks',
  'Which café, “naïve” or not, would you choose? 100% honest answers',
  'The minister said that the report would not be published before the end of the year. '.repeat(9),
  '?!',
];

/** Without dropout, so that PyTorch can take the same steps; nothing but the steps takes time. */
const ENCODER_RECIPE = {
  max_steps: 5,
  per_device_train_batch_size: 8,
  learning_rate: 5e-5,
  weight_decay: 0.01,
  max_length: 64,
  eval_strategy: 'no',
  hidden_dropout_prob: 0,
  attention_probs_dropout_prob: 0,
  classifier_dropout: 0,
};
/** Less than the rows of all steps, so that a second epoch's order is part of the comparison. */
const ENCODER_ROWS = 32;
/** Every so many rows, one is for validation: which rows are trained on is not left to the studio. */
const VALIDATION_EVERY = 5;

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

function writeCsv(path: string, rows: readonly LabelledText[]): void {
  const lines = rows.map((row) => Object.values(row).map(quoted).join(','));
  writeFileSync(path, `${[Object.keys(rows[0] ?? {}).join(','), ...lines].join('\n')}\n`);
}

interface Job {
  readonly folder: string;
  /** Name of the table in the folder. */
  readonly data?: string;
  readonly recipe: Readonly<Record<string, string | number>>;
  readonly options: readonly string[];
}

/** Lets the scripted user train on a table in the folder. Throws when it fails. */
function drive({ folder, data = 'train.csv', recipe, options }: Job): Report {
  writeFileSync(join(folder, 'recipe.json'), JSON.stringify(recipe));
  const report = join(folder, 'report.json');
  const files = ['--data', join(folder, data), '--recipe', join(folder, 'recipe.json')];
  const args = ['--import', 'tsx', join('e2e', 'drive.ts'), ...files, ...options, '--report', report];
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  return reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
}

async function driveStarter(folder: string, csv: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const heldBack = join(folder, 'held-back.csv');
  writeCsv(join(folder, 'train.csv'), await readRows(csv, 1, 2000));
  writeCsv(heldBack, await readRows(csv, 20_001, 500));
  const say = SAID.flatMap((text) => ['--say', text]);
  const options = ['--model', 'starter', '--backend', 'wasm', '--eval', heldBack, ...say];
  drive({
    folder,
    recipe: STARTER_RECIPE,
    options: [...options, '--export', join(folder, 'model.zip')],
  });
}

/** The last lines of a file, to be learned from or held back: the first tweets are poor in entities. */
function copyLastLines(from: string, to: string, count: number): void {
  const lines = readFileSync(from, 'utf8').trimEnd().split('\n').slice(-count);
  writeFileSync(to, `${lines.join('\n')}\n`);
}

function driveTagger(folder: string, tweets: string): void {
  mkdirSync(folder, { recursive: true });
  const heldBack = join(folder, 'held-back.jsonl');
  copyLastLines(join(tweets, 'train.jsonl'), join(folder, 'train.jsonl'), 2000);
  copyLastLines(join(tweets, 'validation.jsonl'), heldBack, 500);
  const task = ['--task', 'token-classification', '--aggregation', 'average'];
  const say = TAGGED.flatMap((text) => ['--say', text]);
  const options = [...task, '--model', 'starter', '--backend', 'wasm', '--eval', heldBack, ...say];
  drive({
    folder,
    data: 'train.jsonl',
    recipe: TAGGER_RECIPE,
    options: [...options, '--export', join(folder, 'model.zip')],
  });
}

async function driveEncoder(folder: string, modelFolder: string, csv: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const all = await readRows(csv, 1, (ENCODER_ROWS * VALIDATION_EVERY) / (VALIDATION_EVERY - 1));
  const isTrained = (_: LabelledText, i: number) => (i + 1) % VALIDATION_EVERY !== 0;
  const split = all.map((row, i) => ({ ...row, split: isTrained(row, i) ? 'train' : 'validation' }));
  writeCsv(join(folder, 'train.csv'), split);
  const options = ['--model', modelFolder, '--backend', 'webgpu'];
  const { recipe } = drive({ folder, recipe: ENCODER_RECIPE, options });

  const labels = [...new Set(all.map(({ label }) => label))].sort();
  const { initializerRange } = parseBertConfig(
    JSON.parse(readFileSync(join(modelFolder, 'config.json'), 'utf8')),
  );
  const head = { range: initializerRange, seed: Number(recipe['seed']) };
  const plan = {
    task: 'text-classification',
    recipe,
    rows: all.filter(isTrained).map(({ text, label }) => [text, labels.indexOf(label)]),
    labels: labels.length,
    head: await newHead(await openEncoder(modelFolder, 'text-classification', labels.length, head)),
  };
  writeFileSync(join(folder, 'plan.json'), JSON.stringify({ model: modelFolder, labels, plan }));
}

const [folder, modelFolder, csv, tweets] = process.argv.slice(2);
if (folder === undefined || modelFolder === undefined || csv === undefined || tweets === undefined) {
  throw new Error('usage: make-drives.ts FOLDER MODEL_FOLDER ROWS.csv TWEETS_FOLDER');
}
await driveStarter(join(folder, 'starter'), csv);
driveTagger(join(folder, 'tagger'), tweets);
await driveEncoder(join(folder, 'encoder'), modelFolder, csv);

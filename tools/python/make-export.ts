/*
 * `tsx tools/python/make-export.ts FOLDER [MODEL_FOLDER]`: exports a tiny classifier and a tiny tagger as the studio does,
 * and writes beside each zip what the studio's own engine says about some texts, for the Python tests to compare. With
 * MODEL_FOLDER (a Hugging Face folder of a bare encoder) that model is exported too, under new heads.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileWriter } from '../../src/core/contract/storage.ts';
import { AGGREGATION_STRATEGIES } from '../../src/core/contract/predictions.ts';
import type { Batch } from '../../src/engine/data/collate.ts';
import type { ExportInput } from '../../src/engine/export/input.ts';
import { exportZip } from '../../src/engine/export/zip.ts';
import { parseBertConfig } from '../../src/engine/models/bert/config.ts';
import { createModel } from '../../src/engine/models/create.ts';
import { forward, type LoadedModel } from '../../src/engine/models/loaded-model.ts';
import { evaluationContext } from '../../src/engine/nn/context.ts';
import { predictTokens } from '../../src/engine/predict/entities/predict-tokens.ts';
import { strideFor } from '../../src/engine/predict/entities/windows.ts';
import { predictorOn } from '../../src/engine/predict/predictor.ts';
import type { Device } from '../../src/engine/runtime/device.ts';
import { startCpu } from '../../src/engine/testing/cpu-device.ts';
import { exportFixture, tokenExportFixture } from '../../src/engine/testing/export-fixture.ts';
import { type Encoding, loadTokenizer } from '../../src/engine/tokenizer/tokenizer.ts';
import { openEncoder } from './encoder.ts';

/** Upper case, accents, unknown words, Chinese, numbers, special tokens in the text, white space, and one too long. */
const TEXTS = [
  'You will not believe this!',
  'Bill sent to parliament, 2023.',
  'CAFÉ, cafe\u0301 & café?',
  '中文 Bills: believing',
  '[MASK] this [SEP] bill 1',
  '  \t this\u00a0bill\u200b  \n',
  'this bill will not sent to you . '.repeat(9),
  '',
];

/** A tagger is asked for more: words of many tokens, and characters beyond the first plane. */
const TAGGED_TEXTS = [
  ...TEXTS,
  'Zachary Raicik works for Corvus and lives in San Diego',
  '🙂 Llanfairpwllgwyngyll, unbelievably, e\u0301tait là! 𝔅𝔢𝔯𝔩𝔦𝔫 naïveté',
];

async function fileWriter(path: string): Promise<FileWriter> {
  const file = await open(path, 'w');
  let size = 0;
  return {
    async write(chunk) {
      const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
      await file.writeFile(bytes);
      size += bytes.length;
    },
    async close() {
      await file.close();
      return size;
    },
    abort: () => file.close(),
  };
}

/** Padded on the right to the longest, as the studio's batches are. */
function batchOf(encodings: readonly Encoding[], padId: number): Batch {
  const sequenceLength = Math.max(...encodings.map(({ ids }) => ids.length));
  const padded = (values: (e: Encoding) => ArrayLike<number>, padding: number) =>
    Int32Array.from(
      encodings.flatMap((e) => {
        const row = Array.from(values(e));
        return [...row, ...Array<number>(sequenceLength - row.length).fill(padding)];
      }),
    );
  return {
    batchSize: encodings.length,
    sequenceLength,
    inputIds: padded((e) => e.ids, padId),
    attentionMask: padded((e) => e.ids.map(() => 1), 0),
    tokenTypeIds: padded((e) => e.typeIds, 0),
    labels: new Int32Array(encodings.length),
    tokens: encodings.reduce((sum, { ids }) => sum + ids.length, 0),
    rows: encodings.map((_, i) => i),
  };
}

/** The exported model in the engine, on TensorFlow.js' cpu back end. */
async function loadModel(device: Device, input: ExportInput): Promise<LoadedModel> {
  const { spec } = input.run;
  const loaded = createModel(device, {
    architecture: input.base.architecture,
    config: parseBertConfig(input.configJson),
    task: spec.task,
    labelCount: spec.labels.length,
    trainableLayers: null,
  });
  for (const parameter of loaded.store.parameters) {
    loaded.store.load(parameter, await input.weights.read(parameter.name));
  }
  return loaded;
}

/** Logits of the engine: a row a text, or one for each token of the texts, without those of the padding. */
async function engineLogits(loaded: LoadedModel, input: ExportInput, batch: Batch): Promise<number[][]> {
  const logits = forward(
    loaded,
    batch,
    evaluationContext(loaded.kernels, () => {}),
  );
  const values = Array.from(await logits.data());
  const { task, labels } = input.run.spec;
  const width = labels.length;
  const rows = Array.from({ length: values.length / width }, (_, i) =>
    values.slice(i * width, (i + 1) * width),
  );
  return task === 'token-classification' ? rows.filter((_, i) => batch.attentionMask[i] === 1) : rows;
}

/** What the studio finds in each text under each strategy; a text that is too long is read in windows. */
async function engineEntities(
  device: Device,
  loaded: LoadedModel,
  input: ExportInput,
  texts: readonly string[],
) {
  const { task, labels, recipe } = input.run.spec;
  const predictor = predictorOn({
    device,
    loaded,
    task,
    labels,
    tokenizer: loadTokenizer(input),
    maxLength: recipe.maxLength,
  });
  const readings = await predictTokens(predictor, texts, () => {});
  return Object.fromEntries(
    AGGREGATION_STRATEGIES.map((strategy) => [
      strategy,
      readings.map(({ prediction }) => prediction.entities[strategy]),
    ]),
  );
}

async function exportWithAnswers(input: ExportInput, folder: string, name: string): Promise<void> {
  await exportZip(input, await fileWriter(join(folder, `${name}.zip`)));
  const { task, labels, recipe } = input.run.spec;
  const { maxLength } = recipe;
  const tokenizer = loadTokenizer(input);
  const isTagger = task === 'token-classification';
  const texts = isTagger ? TAGGED_TEXTS : TEXTS;
  const encodings = texts.map((text) => tokenizer.encode(text, { maxLength }));
  const device = await startCpu();
  const loaded = await loadModel(device, input);
  const expected = {
    task,
    max_length: maxLength,
    stride: strideFor(maxLength),
    labels,
    texts,
    input_ids: encodings.map(({ ids }) => Array.from(ids)),
    logits: await engineLogits(loaded, input, batchOf(encodings, tokenizer.padId)),
    entities: isTagger ? await engineEntities(device, loaded, input, texts) : null,
  };
  writeFileSync(join(folder, `${name}.expected.json`), JSON.stringify(expected));
  console.log(`${name}.zip and what the engine says about ${texts.length} texts`);
}

/** The fixture's run, told of a real encoder: its configuration, tokenizer and weights, and a new head. */
async function onRealEncoder(fixture: ExportInput, modelFolder: string): Promise<ExportInput> {
  const { task, labels } = fixture.run.spec;
  // Wider than a new head is, so that the logits say something.
  const head = { range: 0.3, seed: 7 };
  const encoder = await openEncoder(modelFolder, task, labels.length, head);
  const { maxPositionEmbeddings } = parseBertConfig(encoder.configJson);
  return {
    ...fixture,
    ...encoder,
    base: { ...fixture.base, name: 'encoder', maxLength: maxPositionEmbeddings },
  };
}

const [folder, modelFolder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: make-export.ts FOLDER [MODEL_FOLDER]');
mkdirSync(folder, { recursive: true });
for (const [fixture, suffix] of [
  [exportFixture(), ''],
  [tokenExportFixture(), '-tagger'],
] as const) {
  await exportWithAnswers(fixture, folder, `tiny${suffix}`);
  if (modelFolder === undefined) continue;
  await exportWithAnswers(await onRealEncoder(fixture, modelFolder), folder, `encoder${suffix}`);
}

/*
 * `tsx tools/python/make-export.ts FOLDER [MODEL_FOLDER]`: exports a tiny model as the studio does, and writes beside the
 * zip what the studio's own engine says about some texts, for the Python tests to compare. With MODEL_FOLDER (a Hugging
 * Face folder of a bare encoder) that model is exported too, under a new head.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileWriter } from '../../src/core/contract/storage.ts';
import type { Batch } from '../../src/engine/data/collate.ts';
import type { ExportInput } from '../../src/engine/export/input.ts';
import { exportZip } from '../../src/engine/export/zip.ts';
import { parseBertConfig } from '../../src/engine/models/bert/config.ts';
import { createModel } from '../../src/engine/models/create.ts';
import { forward } from '../../src/engine/models/loaded-model.ts';
import { evaluationContext } from '../../src/engine/nn/context.ts';
import { startCpu } from '../../src/engine/testing/cpu-device.ts';
import { exportFixture } from '../../src/engine/testing/export-fixture.ts';
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

/** Logits [texts, labels] of the engine on TensorFlow.js' cpu back end. */
async function engineLogits(input: ExportInput, batch: Batch): Promise<number[][]> {
  const { spec } = input.run;
  const loaded = createModel(await startCpu(), {
    architecture: input.base.architecture,
    config: parseBertConfig(input.configJson),
    task: spec.task,
    labelCount: spec.labels.length,
    trainableLayers: null,
  });
  for (const parameter of loaded.store.parameters) {
    loaded.store.load(parameter, await input.weights.read(parameter.name));
  }
  const logits = forward(
    loaded,
    batch,
    evaluationContext(loaded.kernels, () => {}),
  );
  const values = Array.from(await logits.data());
  const width = spec.labels.length;
  return Array.from({ length: batch.batchSize }, (_, i) => values.slice(i * width, (i + 1) * width));
}

async function exportWithAnswers(input: ExportInput, folder: string, name: string): Promise<void> {
  await exportZip(input, await fileWriter(join(folder, `${name}.zip`)));
  const { maxLength } = input.run.spec.recipe;
  const tokenizer = loadTokenizer(input);
  const encodings = TEXTS.map((text) => tokenizer.encode(text, { maxLength }));
  const expected = {
    max_length: maxLength,
    labels: input.run.spec.labels,
    texts: TEXTS,
    input_ids: encodings.map(({ ids }) => Array.from(ids)),
    logits: await engineLogits(input, batchOf(encodings, tokenizer.padId)),
  };
  writeFileSync(join(folder, `${name}.expected.json`), JSON.stringify(expected));
  console.log(`${name}.zip and what the engine says about ${TEXTS.length} texts`);
}

/** The fixture's run, told of a real encoder: its configuration, tokenizer and weights, and a new head. */
async function onRealEncoder(modelFolder: string): Promise<ExportInput> {
  const fixture = exportFixture();
  // Wider than a new head is, so that the logits say something.
  const head = { range: 0.3, seed: 7 };
  const encoder = await openEncoder(modelFolder, fixture.run.spec.labels.length, head);
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
await exportWithAnswers(exportFixture(), folder, 'tiny');
if (modelFolder !== undefined) await exportWithAnswers(await onRealEncoder(modelFolder), folder, 'encoder');

import type { RunEvent } from '../../../../src/core/contract/events';
import type { PreparedData } from '../../../../src/core/contract/dataset';
import type { RunSpec } from '../../../../src/core/contract/run';
import { type FileStore, paths, type RecordStore } from '../../../../src/core/contract/storage';
import { newRunRecord } from '../../../../src/core/recipe/new-run';
import { PRETRAINED_RECIPE, type Recipe } from '../../../../src/core/recipe/recipe';
import type { Task } from '../../../../src/core/contract/task';
import { IGNORED_LABEL } from '../../../../src/engine/data/collate';
import { decodeExampleSet, encodeExampleSet, type ExampleSet } from '../../../../src/engine/data/example-set';
import { MersenneTwister } from '../../../../src/core/rng';
import { createMemoryFileStore } from '../../../../src/storage/memory-file-store';
import { createMemoryRecordStore } from '../../../../src/storage/memory-record-store';
import { setUpImporter } from '../../models/testing/importer';
import { asFiles, tinyModel, type TinyOptions, VOCAB } from '../../models/testing/tiny-model';

/** One label a text (whether "hello" occurs), or a tag a word: "hello" begins a greeting, "world" goes on with it. */
const TASKS = {
  'text-classification': { labels: ['without', 'with'], labelsOf: textLabels },
  'token-classification': { labels: ['O', 'B-GREETING', 'I-GREETING'], labelsOf: tagLabels },
} as const;
const [CLS, SEP, HELLO, WORLD, SUBWORD] = [2, 3, 5, 6, 7];

function textLabels(ids: readonly number[]): number[] {
  return [ids.includes(HELLO) ? 1 : 0];
}

function tagLabels(ids: readonly number[]): number[] {
  const tags: number[] = [];
  for (const [i, word] of wordIdsOf(ids).entries()) {
    const isFirst = word !== -1 && word !== wordIdsOf(ids)[i - 1];
    const continues = ids[i] === WORLD && (tags.findLast((tag) => tag !== IGNORED_LABEL) ?? 0) > 0;
    tags.push(isFirst ? (ids[i] === HELLO ? 1 : continues ? 2 : 0) : IGNORED_LABEL);
  }
  return tags;
}

function wordIdsOf(ids: readonly number[]): number[] {
  let word = -1;
  return ids.map((id, i) => {
    if (id === CLS || id === SEP) return -1;
    if (id !== SUBWORD || i === 1) word++;
    return word;
  });
}

/** Random token ids with labels that a tiny model can learn. */
function examples(task: Task, count: number, seed: number): ExampleSet {
  const random = new MersenneTwister(seed);
  const texts = Array.from({ length: count }, () => {
    const length = 2 + (random.uint32() % 6);
    return [CLS, ...Array.from({ length }, () => 5 + (random.uint32() % (VOCAB.length - 5))), SEP];
  });
  const labels = texts.map(TASKS[task].labelsOf);
  const labelStarts = new Uint32Array(count + 1);
  for (const [i, own] of labels.entries()) labelStarts[i + 1] = (labelStarts[i] ?? 0) + own.length;
  const starts = new Uint32Array(count + 1);
  for (const [i, ids] of texts.entries()) starts[i + 1] = (starts[i] ?? 0) + ids.length;
  const inputIds = Int32Array.from(texts.flat());
  return {
    length: count,
    inputIds,
    typeIds: new Uint8Array(inputIds.length),
    starts,
    labels: Int32Array.from(labels.flat()),
    labelStarts,
    wordIds: Int32Array.from(task === 'token-classification' ? texts.flatMap(wordIdsOf) : []),
    files: new Uint32Array(count),
    rows: Uint32Array.from({ length: count }, (_, i) => i + 1),
  };
}

const TRAIN_ROWS = 41;
const VALIDATION_ROWS = 16;
const RECIPE: Recipe = {
  ...PRETRAINED_RECIPE,
  learningRate: 0.02,
  numTrainEpochs: 2,
  gradientAccumulationSteps: 2,
  perDeviceTrainBatchSize: 4,
  loggingSteps: 2,
  maxLength: 16,
};

export interface TinyStudio {
  readonly files: FileStore;
  readonly records: RecordStore;
  readonly runId: string;
}

/** A library in memory with a tiny model, tokenized rows and a run that was never started. */
export async function tinyStudio(
  recipe: Partial<Recipe> = {},
  quotaBytes?: number,
  task: Task = 'text-classification',
  config: TinyOptions['config'] = {},
): Promise<TinyStudio> {
  const files = createMemoryFileStore(quotaBytes === undefined ? {} : { quotaBytes });
  const records = createMemoryRecordStore();
  const { runLocal } = setUpImporter({ files, records });
  const model = await runLocal(asFiles(await tinyModel({ config })));
  const split = async (name: 'train' | 'validation', count: number, seed: number) => {
    const path = paths.prepared('d1', 'k1', name);
    const set = examples(task, count, seed);
    await files.write(path, encodeExampleSet(set));
    const lengthCounts = Array.from({ length: 17 }, () => 0);
    for (let i = 0; i < count; i++) {
      const length = (set.starts[i + 1] ?? 0) - (set.starts[i] ?? 0);
      lengthCounts[length] = (lengthCounts[length] ?? 0) + 1;
    }
    return { path, examples: count, tokens: set.inputIds.length, truncated: 0, lengthCounts, cut: [] };
  };
  const labels = [...TASKS[task].labels];
  const data: PreparedData = {
    datasetId: 'd1',
    modelId: model.id,
    task,
    maxLength: 16,
    labels,
    splits: {
      train: await split('train', TRAIN_ROWS, 1),
      validation: await split('validation', VALIDATION_ROWS, 2),
      test: null,
    },
    excluded: 0,
    fileIds: ['f1'],
  };
  const spec: RunSpec = {
    id: 'r1',
    task,
    datasetId: 'd1',
    datasetName: 'tiny rows',
    modelId: model.id,
    modelName: model.name,
    labels,
    data,
    recipe: { ...RECIPE, ...recipe },
    backend: 'auto',
  };
  await records.runs.put(newRunRecord(spec, 'tiny', Date.now()));
  return { files, records, runId: spec.id };
}

/** Takes all labels from the examples of a split that fit: what the tokenizer leaves of them is nothing. */
export async function unlabel(
  { files }: TinyStudio,
  split: 'train' | 'validation',
  fits: (example: number) => boolean,
): Promise<void> {
  const path = paths.prepared('d1', 'k1', split);
  const blob = await files.read(path);
  const set = decodeExampleSet(new Uint8Array(await blob.arrayBuffer()));
  for (let example = 0; example < set.length; example++) {
    if (fits(example)) set.labels.fill(IGNORED_LABEL, set.labelStarts[example], set.labelStarts[example + 1]);
  }
  await files.write(path, encodeExampleSet(set));
}

/** The receiving end of a run's events. */
export function listen() {
  const { port1, port2 } = new MessageChannel();
  const events: RunEvent[] = [];
  let notify: () => void = () => undefined;
  port1.onmessage = ({ data }: MessageEvent<RunEvent>) => {
    events.push(data);
    notify();
  };
  /** Resolves with the first event, past or future, that fits. */
  const until = async (fits: (event: RunEvent) => boolean): Promise<RunEvent> => {
    for (;;) {
      const found = events.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        notify = resolve;
      });
    }
  };
  const status = (...wanted: readonly string[]) =>
    until((event) => event.type === 'state' && wanted.includes(event.state.status));
  return { port: port2, events, until, status, close: () => port1.close() };
}

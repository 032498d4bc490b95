import type { RunEvent } from '../../../../src/core/contract/events';
import type { RunRecord } from '../../../../src/core/contract/run';
import { type FileStore, paths, type RecordStore } from '../../../../src/core/contract/storage';
import { PRETRAINED_RECIPE, type Recipe } from '../../../../src/core/recipe/recipe';
import { encodeExampleSet, type ExampleSet } from '../../../../src/engine/data/example-set';
import { MersenneTwister } from '../../../../src/core/rng';
import { createMemoryFileStore } from '../../../../src/storage/memory-file-store';
import { createMemoryRecordStore } from '../../../../src/storage/memory-record-store';
import { setUpImporter } from '../../models/testing/importer';
import { asFiles, tinyModel, VOCAB } from '../../models/testing/tiny-model';

/** Random token ids whose label is whether "hello" occurs: learnable by a tiny model. */
function examples(count: number, seed: number): ExampleSet {
  const random = new MersenneTwister(seed);
  const texts = Array.from({ length: count }, () => {
    const length = 2 + (random.uint32() % 6);
    return [2, ...Array.from({ length }, () => 5 + (random.uint32() % (VOCAB.length - 5))), 3];
  });
  const starts = new Uint32Array(count + 1);
  for (const [i, ids] of texts.entries()) starts[i + 1] = (starts[i] ?? 0) + ids.length;
  const inputIds = Int32Array.from(texts.flat());
  return {
    length: count,
    inputIds,
    typeIds: new Uint8Array(inputIds.length),
    starts,
    labels: Int32Array.from(texts, (ids) => (ids.includes(5) ? 1 : 0)),
    labelStarts: Uint32Array.from({ length: count + 1 }, (_, i) => i),
    files: new Uint8Array(count),
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
export async function tinyStudio(recipe: Partial<Recipe> = {}, quotaBytes?: number): Promise<TinyStudio> {
  const files = createMemoryFileStore(quotaBytes === undefined ? {} : { quotaBytes });
  const records = createMemoryRecordStore();
  const { runLocal } = setUpImporter({ files, records });
  const model = await runLocal(asFiles(await tinyModel()));
  const split = async (name: 'train' | 'validation', count: number, seed: number) => {
    const path = paths.prepared('d1', 'k1', name);
    const set = examples(count, seed);
    await files.write(path, encodeExampleSet(set));
    const lengthCounts = Array.from({ length: 17 }, () => 0);
    for (let i = 0; i < count; i++) {
      const length = (set.starts[i + 1] ?? 0) - (set.starts[i] ?? 0);
      lengthCounts[length] = (lengthCounts[length] ?? 0) + 1;
    }
    return { path, examples: count, tokens: set.inputIds.length, truncated: 0, lengthCounts };
  };
  const labels = ['without', 'with'];
  const data = {
    datasetId: 'd1',
    modelId: model.id,
    task: 'text-classification',
    maxLength: 16,
    labels,
    splits: {
      train: await split('train', TRAIN_ROWS, 1),
      validation: await split('validation', VALIDATION_ROWS, 2),
      test: null,
    },
    excluded: 0,
    fileIds: ['f1'],
  } as const;
  const record: RunRecord = {
    id: 'r1',
    name: 'tiny',
    spec: {
      id: 'r1',
      task: 'text-classification',
      datasetId: 'd1',
      datasetName: 'tiny rows',
      modelId: model.id,
      modelName: model.name,
      labels,
      data: { ...data, labels },
      recipe: { ...RECIPE, ...recipe },
      backend: 'auto',
    },
    status: 'idle',
    failure: null,
    createdAt: 0,
    updatedAt: 0,
    progress: {
      step: 0,
      totalSteps: 0,
      epoch: 0,
      elapsedSeconds: 0,
      secondsLeft: null,
      tokensPerSecond: null,
      phase: 'training',
    },
    best: null,
    evaluations: [],
    checkpoints: [],
    device: null,
  };
  await records.runs.put(record);
  return { files, records, runId: record.id };
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

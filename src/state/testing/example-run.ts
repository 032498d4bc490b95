import type { PreparedSplit } from '../../core/contract/dataset';
import type { Evaluation, RunRecord } from '../../core/contract/run';
import { PRETRAINED_RECIPE } from '../../core/recipe/recipe';

const LABELS = ['ham', 'spam'];

function split(examples: number): PreparedSplit {
  return { path: 'prepared', examples, tokens: examples * 12, truncated: 0, lengthCounts: [], cut: [] };
}

/** An evaluation of two labels on 20 rows, `right` of them predicted right. */
export function exampleEvaluation(step: number, right: number, patch: Partial<Evaluation> = {}): Evaluation {
  const accuracy = right / 20;
  return {
    step,
    epoch: step / 100,
    split: 'validation',
    examples: 20,
    seconds: 2,
    metrics: { loss: 1 - accuracy, accuracy, f1_macro: accuracy, f1_weighted: accuracy },
    strictPerLabel: [],
    perLabel: [
      { label: 'ham', precision: 0.8, recall: 0.9, f1: 0.85, support: 12 },
      { label: 'spam', precision: 0.9, recall: 0.7, f1: 0.79, support: 8 },
    ],
    confusion: [
      [12, 0],
      [20 - right, right - 12],
    ],
    cells: [],
    entities: null,
    ...patch,
  };
}

/** A run of 300 steps at step 250, with a checkpoint at 200. */
export function exampleRun(patch: Partial<RunRecord> = {}): RunRecord {
  return {
    id: 'r1',
    name: 'First try',
    spec: {
      id: 'r1',
      task: 'text-classification',
      datasetId: 'd1',
      datasetName: 'mails',
      modelId: 'm1',
      modelName: 'MiniLM',
      labels: LABELS,
      data: {
        datasetId: 'd1',
        modelId: 'm1',
        task: 'text-classification',
        maxLength: 128,
        labels: LABELS,
        splits: { train: split(800), validation: split(20), test: split(20) },
        excluded: 0,
        fileIds: ['f1'],
      },
      recipe: PRETRAINED_RECIPE,
      backend: 'auto',
    },
    status: 'running',
    failure: null,
    createdAt: 1,
    updatedAt: 2,
    progress: {
      step: 250,
      totalSteps: 300,
      epoch: 2.5,
      elapsedSeconds: 100,
      secondsLeft: 20,
      tokensPerSecond: 4000,
      phase: 'training',
    },
    best: { step: 200, metric: 'loss', value: 0.1 },
    evaluations: [exampleEvaluation(100, 14), exampleEvaluation(200, 18)],
    checkpoints: [{ step: 200, folder: 'step-200', createdAt: 2, sizeBytes: 1000, resumable: true }],
    cluster: null,
    device: {
      backend: 'webgpu',
      adapter: 'test adapter',
      software: false,
      threads: 1,
      simd: true,
      fallback: null,
    },
    ...patch,
  };
}

import type { PreparedSplit } from '../../core/contract/dataset';
import type { RunRecord } from '../../core/contract/run';
import type { MetricColumns } from '../../core/metrics/columns';
import { PRETRAINED_RECIPE } from '../../core/recipe/recipe';

const LABELS = ['ham', 'spam'];

const split = (examples: number): PreparedSplit => ({
  path: 'gone',
  examples,
  tokens: 9 * examples,
  truncated: 0,
  lengthCounts: [],
  cut: [],
});

const STEPS = Array.from({ length: 10 }, (_, i) => i + 1);

/** The curves of `fakeFinishedRun`. */
export const FINISHED_CURVES: MetricColumns = {
  steps: STEPS,
  values: {
    'train/loss': STEPS.map((step) => 0.75 - step / 25 + (step % 3) / 50),
    'train/grad_norm': STEPS.map((step) => 2 - step / 10),
    'train/learning_rate': STEPS.map((step) => (10 - step) * 1e-5),
    'eval/loss': STEPS.map((step) => (step === 10 ? 0.25 : Number.NaN)),
    'eval/accuracy': STEPS.map((step) => (step === 10 ? 0.9 : Number.NaN)),
  },
};

/** A run that was trained on a cluster: one epoch of ten steps, then evaluated. */
export function fakeFinishedRun(id: string, name: string): RunRecord {
  return {
    id,
    name,
    spec: {
      id,
      task: 'text-classification',
      datasetId: 'elsewhere',
      datasetName: 'mails',
      modelId: 'model-elsewhere',
      modelName: 'MiniLM',
      labels: LABELS,
      data: {
        datasetId: 'elsewhere',
        modelId: 'model-elsewhere',
        task: 'text-classification',
        maxLength: 128,
        labels: LABELS,
        splits: { train: split(80), validation: split(20), test: null },
        excluded: 0,
        fileIds: [],
      },
      recipe: { ...PRETRAINED_RECIPE, numTrainEpochs: 1 },
      backend: 'auto',
    },
    status: 'completed',
    failure: null,
    createdAt: 1,
    updatedAt: 1,
    progress: {
      step: 10,
      totalSteps: 10,
      epoch: 1,
      elapsedSeconds: 12,
      secondsLeft: null,
      tokensPerSecond: null,
      phase: 'training',
    },
    best: { step: 10, metric: 'loss', value: 0.25 },
    evaluations: [
      {
        step: 10,
        epoch: 1,
        split: 'validation',
        examples: 20,
        seconds: 1,
        metrics: { loss: 0.25, accuracy: 0.9 },
        perLabel: [],
        strictPerLabel: [],
        confusion: [],
        cells: [],
        entities: null,
      },
    ],
    checkpoints: [{ step: 10, folder: 'step-10', createdAt: 1, sizeBytes: 100, resumable: false }],
    device: null,
    cluster: { device: 'NVIDIA H100', processes: 4, software: { transformers: '5.23.0' }, hasBase: false },
  };
}

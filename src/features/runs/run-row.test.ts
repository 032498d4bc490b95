import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../core/contract/run';
import { PRETRAINED_RECIPE } from '../../core/recipe/recipe';
import { runRow } from './run-row';

const split = { path: 'p', examples: 10, tokens: 90, truncated: 0, lengthCounts: [], cut: [] };
const run: RunRecord = {
  id: 'r1',
  name: 'First',
  spec: {
    id: 'r1',
    task: 'text-classification',
    datasetId: 'd',
    datasetName: 'Titles',
    modelId: 'm',
    modelName: 'Starter',
    labels: ['a', 'b'],
    data: {
      datasetId: 'd',
      modelId: 'm',
      task: 'text-classification',
      maxLength: 128,
      labels: ['a', 'b'],
      splits: { train: split, validation: null, test: null },
      excluded: 0,
      fileIds: [],
    },
    recipe: PRETRAINED_RECIPE,
    backend: 'auto',
  },
  status: 'stopped',
  failure: null,
  createdAt: 0,
  updatedAt: 0,
  progress: {
    step: 10,
    totalSteps: 40,
    epoch: 1,
    elapsedSeconds: 3,
    secondsLeft: null,
    tokensPerSecond: null,
    phase: 'training',
  },
  best: { step: 10, metric: 'accuracy', value: 0.9123 },
  evaluations: [],
  checkpoints: [
    { step: 5, folder: 'a', createdAt: 0, sizeBytes: 100, resumable: false },
    { step: 10, folder: 'b', createdAt: 0, sizeBytes: 300, resumable: true },
  ],
  device: null,
  cluster: null,
};

describe('runRow', () => {
  it('sums sizes and names the best figure', () => {
    const row = runRow(run, null, []);
    expect(row).toMatchObject({
      word: 'Stopped',
      sizeBytes: 400,
      bestLabel: 'Accuracy',
      best: '91.2\u00a0%',
    });
    expect(runRow({ ...run, best: { step: 1, metric: 'loss', value: 0.25 } }, null, []).best).toBe('0.2500');
    expect(runRow({ ...run, best: null }, null, []).best).toBe('–');
  });

  it('can be resumed when cut off, not when finished, live here or elsewhere', () => {
    expect(runRow(run, null, []).resumable).toBe(true);
    const cutOff = runRow({ ...run, status: 'running' }, null, []);
    expect(cutOff).toMatchObject({ word: 'Interrupted', state: 'stopped', resumable: true, live: false });
    expect(runRow({ ...run, status: 'running' }, 'r1', [])).toMatchObject({ resumable: false, live: true });
    expect(runRow({ ...run, status: 'running' }, null, ['r1'])).toMatchObject({
      resumable: false,
      elsewhere: true,
      word: 'Training in another tab',
    });
    expect(runRow({ ...run, status: 'completed' }, null, []).resumable).toBe(false);
    expect(runRow({ ...run, checkpoints: run.checkpoints.slice(0, 1) }, null, []).resumable).toBe(false);
  });
});

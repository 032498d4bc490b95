import { describe, expect, test } from 'vitest';
import { caseOf } from './cases.ts';
import type { Comparison, SideReport } from './compete.ts';
import { promisesOf } from './promises.ts';

const side: SideReport = {
  device: '',
  stepMs: 500,
  tokensPerSecond: 1,
  gflops: 1,
  dispatches: 62,
  submissions: 3,
  longestSubmissionMs: 400,
  tensors: 0,
  tensorBytes: 0,
  arenaBytes: 0,
};

const comparison = (change: Partial<Comparison>, ours: Partial<SideReport> = {}): Comparison => ({
  bench: caseOf('webgpu'),
  rounds: 1,
  ours: { ...side, ...ours },
  plain: side,
  ratio: 5,
  ratios: [5],
  layerDispatches: { ours: 40, plain: 367 },
  agreement: { ours: [], plain: [], worstGradient: 0 },
  ...change,
});

const broken = (...args: Parameters<typeof comparison>) =>
  promisesOf(comparison(...args))
    .filter(({ kept }) => !kept)
    .map(({ what }) => what);

describe('promisesOf', () => {
  test('at the bounds all are kept', () => {
    expect(broken({}, { submissions: 4 })).toEqual([]);
    expect(broken({}, { stepMs: 5000, submissions: 13, longestSubmissionMs: 1000 })).toEqual([]);
  });

  test('beyond them none is', () => {
    expect(broken({ ratio: 4.9 })).toEqual(['times as fast as plain TensorFlow.js']);
    expect(broken({ layerDispatches: { ours: 41, plain: 367 } })).toEqual([
      'dispatches a layer and step, all included',
    ]);
    expect(broken({}, { submissions: 5 })).toEqual(['submissions a step that takes less than a second']);
    expect(broken({}, { stepMs: 1000, longestSubmissionMs: 1001 })).toEqual([
      'longest submission of a step that takes a second or more',
    ]);
  });

  test('a figure that is no number keeps nothing', () => {
    expect(broken({ ratio: Number.NaN, layerDispatches: { ours: Number.NaN, plain: 1 } })).toHaveLength(2);
  });

  test('without a GPU there is the speed alone', () => {
    const none = { submissions: null, longestSubmissionMs: null };
    expect(promisesOf(comparison({ layerDispatches: null }, none))).toHaveLength(1);
  });
});

import { describe, expect, test } from 'vitest';
import { type EpochMemory, growthOf } from './report.ts';

const epoch = (change: Partial<EpochMemory>): EpochMemory => ({
  tensors: 10,
  tensorBytes: 1000,
  arenaBytes: 500,
  deviceBytes: 4000,
  processBytes: 100_000,
  ...change,
});

function verdicts(...later: Partial<EpochMemory>[]) {
  const epochs = [epoch({ tensors: 10 }), ...later.map(epoch)];
  const growths = growthOf({ backend: 'wasm', stepsPerEpoch: 1, epochs });
  return growths.filter(({ flat }) => !flat).map(({ kind }) => kind);
}

describe('growthOf', () => {
  test('what stays within 2 % of the first epoch is flat, and so is what shrinks', () => {
    expect(verdicts({}, { tensors: 9, processBytes: 102_000 }, { deviceBytes: 3000 })).toEqual([]);
  });

  test('one tensor too many, or a process that grows by more than 2 %, is not', () => {
    expect(verdicts({}, { tensors: 11 })).toEqual(['tensors']);
    expect(verdicts({ processBytes: 102_001 }, {})).toEqual(['processBytes']);
  });

  test('anything above nothing is growth', () => {
    const none = { tensors: 0 };
    const growths = growthOf({
      backend: 'webgpu',
      stepsPerEpoch: 1,
      epochs: [epoch(none), epoch({ tensors: 1 })],
    });
    expect(growths.find(({ kind }) => kind === 'tensors')).toMatchObject({
      growth: Number.POSITIVE_INFINITY,
      flat: false,
    });
  });

  test('memory that the system does not tell is left out', () => {
    const epochs = [epoch({ processBytes: null }), epoch({ processBytes: null })];
    const kinds = growthOf({ backend: 'wasm', stepsPerEpoch: 1, epochs }).map(({ kind }) => kind);
    expect(kinds).toEqual(['tensors', 'tensorBytes', 'arenaBytes', 'deviceBytes']);
  });
});

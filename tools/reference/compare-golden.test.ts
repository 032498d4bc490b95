import { describe, expect, test } from 'vitest';
import { differences } from './compare-golden.ts';

const packed = (...values: number[]) => ({
  shape: [values.length],
  data: Buffer.from(Float32Array.from(values).buffer).toString('base64'),
});
const golden = () => ({
  with: { torch: '2.13.0' },
  loss: 0.5,
  steps: [{ loss: 1 }, { loss: 2 }],
  w: packed(1, -3),
});

describe('differences between golden files', () => {
  test('none where only last bits differ', () => {
    const fresh = { ...golden(), loss: 0.5 + 1e-12, w: packed(1.0000001, -3) };
    expect(differences(fresh, golden())).toEqual([]);
  });

  test.each([
    ['a number', { loss: 0.5001 }, ['.loss: 0.5001 instead of 0.5']],
    ['not a number', { loss: Number.NaN }, ['.loss: null instead of 0.5']],
    ['a number in a list', { steps: [{ loss: 1 }, { loss: 2.1 }] }, ['.steps[1].loss: 2.1 instead of 2']],
    [
      'a packed number',
      { w: packed(1, -3.001) },
      [expect.stringMatching(/^\.w\[1\]: -3\.00\d+ instead of -3$/)],
    ],
    ['a length', { steps: [{ loss: 1 }] }, ['.steps: 1 instead of 2']],
    ['a version', { with: { torch: '2.14.0' } }, ['.with.torch: "2.14.0" instead of "2.13.0"']],
    ['a field that is gone', { loss: undefined }, ['.loss: undefined instead of 0.5']],
    ['a field that is new', { more: 1 }, ['.more: 1 instead of undefined']],
  ])('%s', (_, change, expected) => {
    expect(differences({ ...golden(), ...change }, golden())).toEqual(expected);
  });
});

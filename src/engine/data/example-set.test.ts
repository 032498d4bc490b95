import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/contract/errors';
import { fromHex } from '../testing/hex';
import { decodeExampleSet, encodeExampleSet, type ExampleSet } from './example-set';

const set: ExampleSet = {
  length: 2,
  inputIds: Int32Array.of(101, 7, 102, 101, 102),
  typeIds: Uint8Array.of(0, 0, 1, 0, 0),
  starts: Uint32Array.of(0, 3, 5),
  labels: Int32Array.of(-100, 4, -100),
  wordIds: Int32Array.of(-1, 0, -1, -1, -1),
  labelStarts: Uint32Array.of(0, 3, 3),
  files: Uint32Array.of(1, 65_536),
  rows: Uint32Array.of(5, 4_000_000_000),
};

const empty: ExampleSet = {
  length: 0,
  inputIds: new Int32Array(),
  typeIds: new Uint8Array(),
  starts: new Uint32Array(1),
  labels: new Int32Array(),
  wordIds: new Int32Array(),
  labelStarts: new Uint32Array(1),
  files: new Uint32Array(),
  rows: new Uint32Array(),
};

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.code : String(thrown);
  }
  return 'nothing thrown';
}

describe('an example set in bytes', () => {
  it.each([
    ['two examples', set],
    ['none', empty],
  ])('comes back as it was: %s', (_, original) => {
    expect(decodeExampleSet(encodeExampleSet(original))).toEqual(original);
  });

  it('is read from before files had more than a byte', () => {
    // `set` as version 2 wrote it, of the files 0 and 1.
    const bytes = fromHex(
      '545445530200000002000000050000000300000005000000208103d40000000003000000050000000000000003000000' +
        '030000000500000000286bee65000000070000006600000065000000660000009cffffff040000009cffffffffffffff' +
        '00000000ffffffffffffffffffffffff00000100000001',
    );
    expect(decodeExampleSet(bytes)).toEqual({ ...set, files: Uint32Array.of(0, 1) });
  });

  it('is read from an unaligned view', () => {
    const bytes = encodeExampleSet(set);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeExampleSet(shifted.subarray(3))).toEqual(set);
  });

  it('is refused when any byte changed, or the end is missing', () => {
    const bytes = encodeExampleSet(set);
    for (let i = 0; i < bytes.length; i++) {
      const damaged = bytes.slice();
      damaged[i] = (damaged[i] ?? 0) ^ 1;
      expect(codeOf(() => decodeExampleSet(damaged))).toBe('STORAGE_DAMAGED');
    }
    for (const length of [0, 10, bytes.length - 1]) {
      expect(codeOf(() => decodeExampleSet(bytes.subarray(0, length)))).toBe('STORAGE_DAMAGED');
    }
  });
});

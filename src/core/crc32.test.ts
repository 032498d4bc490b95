import { crc32 as zlib } from 'node:zlib';
import { expect, test } from 'vitest';
import { crc32 } from './crc32';

const BYTES = Uint8Array.from({ length: 5000 }, (_, i) => Math.imul(i, 2_654_435_761) >>> 24);

test('is the sum that zlib has, of any length and from any place', () => {
  for (let length = 0; length < 40; length++) {
    for (const begin of [0, 1, 5]) {
      const part = BYTES.subarray(begin, begin + length);
      expect(crc32(0, part)).toBe(zlib(part));
    }
  }
  expect(crc32(0, BYTES)).toBe(zlib(BYTES));
  expect(crc32(0, new Uint8Array(1000).fill(0xff))).toBe(zlib(new Uint8Array(1000).fill(0xff)));
});

test('goes on over pieces', () => {
  for (const cut of [1, 7, 8, 1234]) {
    expect(crc32(crc32(0, BYTES.subarray(0, cut)), BYTES.subarray(cut))).toBe(zlib(BYTES));
  }
});

import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatCounted,
  formatDuration,
  formatMagnitude,
  formatMilliseconds,
  formatNumber,
  formatShare,
  formatWhen,
} from './units';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('units', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [99_949, '99.9 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [22_700_000, '22.7 MB'],
    [3_400_000_000, '3.4 GB'],
  ])('bytes %d', (bytes, text) => {
    expect(plain(formatBytes(bytes))).toBe(text);
  });

  it.each([
    [0, '0.0 ms'],
    [3.47, '3.5 ms'],
    [9.949, '9.9 ms'],
    [9.951, '10 ms'],
    [128.2, '128 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [2310, '2.3 s'],
    [Number.NaN, '–'],
  ])('milliseconds %d', (milliseconds, text) => {
    expect(plain(formatMilliseconds(milliseconds))).toBe(text);
  });

  it.each([
    [128, '128'],
    [4_386, '4.4 k'],
    [999_499, '999 k'],
    [999_500, '1.0 M'],
    [22_713_216, '22.7 M'],
    [108_310_272, '108 M'],
    [1_200_000_000, '1.2 B'],
  ])('magnitudes %d', (value, text) => {
    expect(plain(formatMagnitude(value))).toBe(text);
  });

  it.each([
    [0.4, 'under 1 s'],
    [12, '12 s'],
    [59.6, '1 min 0 s'],
    [65, '1 min 5 s'],
    [3725, '1 h 2 min'],
    [Number.NaN, '–'],
  ])('durations %d', (seconds, text) => {
    expect(plain(formatDuration(seconds))).toBe(text);
  });

  it.each([
    [0, '0'],
    [5e-5, '5.0e-5'],
    [0.693147, '0.6931'],
    [12.3456, '12.35'],
    [1200, '1,200'],
    [1e9, '1.0e+9'],
    [Number.POSITIVE_INFINITY, '–'],
  ])('numbers %d', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('counts, shares and words', () => {
    expect(formatCount(12_345)).toBe('12,345');
    expect(plain(formatCounted(1, 'row'))).toBe('1 row');
    expect(plain(formatCounted(2000, 'entry', 'entries'))).toBe('2,000 entries');
    expect(plain(formatShare(0.8731))).toBe('87.3 %');
    expect(plain(formatShare(0.5, 0))).toBe('50 %');
  });

  it('moments by their distance', () => {
    const now = new Date(2026, 4, 12, 15, 0).getTime();
    expect(formatWhen(new Date(2026, 4, 12, 14, 5).getTime(), now)).toBe('today, 14:05');
    expect(formatWhen(new Date(2026, 4, 11, 9, 30).getTime(), now)).toBe('yesterday, 09:30');
    expect(formatWhen(new Date(2026, 2, 3, 18, 20).getTime(), now)).toBe('Mar 3, 18:20');
    expect(formatWhen(new Date(2024, 2, 3).getTime(), now)).toBe('Mar 3, 2024');
  });
});

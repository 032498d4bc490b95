import { expect, test } from 'vitest';
import { quantizeRows, transpose } from './quantize';

const ROWS = 5;
const COLUMNS = 7;
const weights = Float32Array.from({ length: ROWS * COLUMNS }, (_, i) =>
  i < COLUMNS ? 0 : Math.sin(i * 12.9898) * 10 ** (Math.floor(i / COLUMNS) - 3),
);

test.each([127, 63])('every weight is within half a step of its row, limit %i', (limit) => {
  const { values, scales } = quantizeRows(weights, ROWS, COLUMNS, limit);
  for (const [i, weight] of weights.entries()) {
    const scale = scales[Math.floor(i / COLUMNS)] ?? Number.NaN;
    expect(Math.abs(weight - scale * (values[i] ?? Number.NaN))).toBeLessThanOrEqual(scale * 0.5001);
  }
  for (let row = 0; row < ROWS; row++) {
    const largest = Math.max(...values.subarray(row * COLUMNS, (row + 1) * COLUMNS).map(Math.abs));
    expect(largest).toBe(row === 0 ? 0 : limit);
  }
});

test('a transposed matrix has element [r, c] at [c, r]', () => {
  const turned = transpose(weights, ROWS, COLUMNS, new Float32Array(weights.length));
  expect(turned[3 * ROWS + 2]).toBe(weights[2 * COLUMNS + 3]);
  expect(transpose(turned, COLUMNS, ROWS, new Float32Array(weights.length))).toEqual(weights);
});

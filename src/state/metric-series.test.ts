import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MetricColumns } from '../core/metrics/columns';
import { MetricLibrary, MetricSeries } from './metric-series';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const losses = (from: number, values: readonly number[]): MetricColumns => ({
  steps: values.map((_, i) => from + i),
  values: { 'train/loss': values },
});

test('listeners hear at most four times a second, and of the last point too', () => {
  const series = new MetricSeries();
  const listener = vi.fn<() => void>();
  series.subscribe(listener);
  for (let step = 1; step <= 1000; step++) {
    series.append(losses(step, [1 / step]));
    vi.advanceTimersByTime(10);
  }
  expect(listener.mock.calls.length).toBeLessThanOrEqual(40);
  expect(listener.mock.calls.length).toBeGreaterThan(35);
  vi.advanceTimersByTime(250);
  expect(series.chart('train/loss').last).toBe(1 / 1000);
});

test('a curve is the same object until listeners were told', () => {
  const series = new MetricSeries();
  series.append(losses(1, [3]));
  vi.advanceTimersByTime(250);
  const before = series.chart('train/loss');
  series.append(losses(2, [2]));
  expect(series.chart('train/loss')).toBe(before);
  vi.advanceTimersByTime(250);
  expect(series.chart('train/loss')).toMatchObject({ steps: [1, 2], values: [3, 2], last: 2 });
});

test('going back to a checkpoint forgets the later points of that curve', () => {
  const series = new MetricSeries();
  series.append(losses(1, [5, 4, 3, 2]));
  series.append({ steps: [4], values: { 'eval/loss': [9] } });
  series.append(losses(3, [7]));
  vi.advanceTimersByTime(250);
  expect(series.chart('train/loss')).toMatchObject({ steps: [1, 2, 3], values: [5, 4, 7] });
  expect(series.chart('eval/loss')).toMatchObject({ steps: [4], values: [9] });
});

test('cells without a value are no points', () => {
  const series = new MetricSeries();
  series.append({ steps: [1, 2], values: { 'train/loss': [1, Number.NaN], 'eval/loss': [Number.NaN, 2] } });
  expect(series.keys).toEqual(['train/loss', 'eval/loss']);
  expect(series.chart('train/loss').steps).toEqual([1]);
  expect(series.chart('eval/loss').steps).toEqual([2]);
});

test('charts get at most 500 points', () => {
  const series = new MetricSeries();
  series.append(losses(1, Array.from({ length: 10_000 }, Math.random)));
  expect(series.chart('train/loss').steps.length).toBeLessThanOrEqual(500);
});

test('the library reads stored points once, and again on request', async () => {
  const read = vi.fn<(runId: string) => Promise<MetricColumns>>();
  read.mockResolvedValueOnce(losses(1, [1, 2, 3])).mockResolvedValueOnce(losses(1, [1]));
  const library = new MetricLibrary(read, vi.fn<(thrown: unknown) => void>());
  const series = library.of('r1');
  expect(library.of('r1')).toBe(series);
  await vi.advanceTimersByTimeAsync(250);
  expect(series.chart('train/loss').steps).toEqual([1, 2, 3]);
  await library.reload('r1');
  await vi.advanceTimersByTimeAsync(250);
  expect(series.chart('train/loss').steps).toEqual([1]);
  expect(read).toHaveBeenCalledTimes(2);
});

test('points that arrive while the stored ones are read are not lost', async () => {
  let answer = (_columns: MetricColumns): void => undefined;
  const library = new MetricLibrary(() => new Promise((resolve) => (answer = resolve)), vi.fn<() => void>());
  const series = library.of('r1');
  series.append(losses(3, [3, 4]));
  answer(losses(1, [1, 2, 3]));
  await vi.advanceTimersByTimeAsync(250);
  expect(series.chart('train/loss').steps).toEqual([1, 2, 3, 4]);
});

test('points that cannot be read are reported', async () => {
  const onFailure = vi.fn<(thrown: unknown) => void>();
  const library = new MetricLibrary(() => Promise.reject(new Error('closed')), onFailure);
  library.of('r1');
  await vi.advanceTimersByTimeAsync(0);
  expect(onFailure).toHaveBeenCalledTimes(1);
});

import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StudioProvider, useChartSeries, useMetricKeys, useStudio } from './react';
import { createTestStudio } from './testing/test-studio';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a component follows the part of the store it selects', async () => {
  const studio = createTestStudio();
  let renderings = 0;
  function Models() {
    renderings += 1;
    return <p>{useStudio((state) => state.models.items.map(({ name }) => name).join())}</p>;
  }
  render(
    <StudioProvider studio={studio}>
      <Models />
    </StudioProvider>,
  );
  await act(() => studio.state().models.load());
  expect(screen.getByText('Starter')).toBeDefined();
  const before = renderings;
  act(() => studio.state().notices.report(new Error('elsewhere')));
  expect(renderings).toBe(before);
});

test('a chart is drawn again with the points that came in', async () => {
  const studio = createTestStudio();
  function Chart() {
    const [loss] = useChartSeries('r1', ['train/loss']);
    const keys = useMetricKeys('r1');
    return (
      <p>
        {keys.join()}: {loss?.values.join()}
      </p>
    );
  }
  render(
    <StudioProvider studio={studio}>
      <Chart />
    </StudioProvider>,
  );
  await act(() => vi.advanceTimersByTimeAsync(300));
  studio.metrics.of('r1').append({ steps: [1, 2], values: { 'train/loss': [3, 2] } });
  await act(() => vi.advanceTimersByTimeAsync(300));
  expect(screen.getByText('train/loss: 3,2')).toBeDefined();
});

test('outside a provider the hooks say so', () => {
  function Lost() {
    return <p>{useStudio((state) => state.models.status)}</p>;
  }
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(() => render(<Lost />)).toThrow('StudioProvider');
  vi.restoreAllMocks();
});

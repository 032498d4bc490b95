import { MantineProvider } from '@mantine/core';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { formatNumber } from '../../core/units';
import { MetricChart } from './metric-chart';
import type { Series } from './series';

const train = (steps: readonly number[], values: readonly number[]): Series => ({
  id: 'train',
  label: 'Training',
  kind: 'line',
  tone: 1,
  steps,
  values,
});
const evals: Series = { id: 'eval', label: 'Validation', kind: 'points', tone: 2, steps: [2], values: [0.5] };

function chart(series: readonly Series[], bestStep: number | null = null) {
  return (
    <MantineProvider>
      <MetricChart
        title="Loss"
        data={{ series, bestStep }}
        format={formatNumber}
        offerLog
        offerSmoothing
        emptyText="Nothing yet"
      />
    </MantineProvider>
  );
}

afterEach(() => vi.useRealTimers());

describe('MetricChart', () => {
  test('says what will be here before the first value', () => {
    render(chart([]));
    expect(screen.getByRole('region', { name: 'Loss' })).toHaveTextContent('Nothing yet');
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  });

  test('carries its values as text and in the legend', () => {
    render(chart([train([1, 2, 3], [0.7, 0.6, 0.55]), evals], 2));
    expect(screen.getByRole('img').getAttribute('aria-label')).toContain('Training: 0.5500 at step 3');
    expect(screen.getByText('best, step 2')).toBeInTheDocument();
  });

  test('shows every value as a table', async () => {
    render(chart([train([1, 2, 3], [0.7, 0.6, 0.55]), evals], 2));
    const toggle = screen.getByRole('button', { name: 'Loss: show as table' });
    expect(toggle).toHaveAttribute('aria-pressed', 'false');
    await userEvent.click(toggle);
    expect(toggle).toHaveAttribute('aria-pressed', 'true');
    const rows = within(screen.getByRole('table')).getAllByRole('row');
    expect(rows.map((row) => row.textContent)).toEqual([
      'StepTrainingValidation',
      '30.5500–',
      '2 ★ best0.60000.5000',
      '10.7000–',
    ]);
  });

  test('redraws at most four times a second, and shows the newest values then', () => {
    vi.useFakeTimers();
    const { rerender } = render(chart([train([1], [0.7])]));
    const shown = () => screen.getByRole('img').getAttribute('aria-label') ?? '';
    rerender(chart([train([1, 2], [0.7, 0.6])]));
    act(() => void vi.advanceTimersByTime(100));
    expect(shown()).toContain('at step 2');
    for (let step = 3; step <= 9; step++) {
      rerender(chart([train([1, step], [0.7, 0.5])]));
      act(() => void vi.advanceTimersByTime(20));
    }
    expect(shown()).toContain('at step 2');
    act(() => void vi.advanceTimersByTime(200));
    expect(shown()).toContain('at step 9');
  });
});

import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { ConfusionMatrix, type ConfusionMatrixProps } from './confusion-matrix';

function show(patch: Partial<ConfusionMatrixProps>): void {
  render(
    <MantineProvider>
      <ConfusionMatrix
        of="labels"
        rows={['ham', 'spam']}
        columns={['ham', 'spam']}
        counts={[
          [3, 1],
          [0, 4],
        ]}
        unit="rows"
        describe={({ row, column }) => `${row} as ${column}`}
        note="A note."
        {...patch}
      />
    </MantineProvider>,
  );
}

const figures = () =>
  within(screen.getByRole('table'))
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    );

test('shows counts and, on demand, their shares', async () => {
  const labels = ['ham', 'spam', 'unseen'];
  show({
    rows: labels,
    columns: labels,
    counts: [
      [3, 1, 0],
      [0, 4, 0],
      [0, 0, 0],
    ],
  });
  expect(screen.getByRole('rowheader', { name: 'spam' })).toBeInTheDocument();
  expect(figures()).toEqual([
    ['3', '1', '0', '4'],
    ['0', '4', '0', '4'],
    ['0', '0', '0', '0'],
  ]);
  await userEvent.click(screen.getByRole('radio', { name: 'Share of the line' }));
  expect(figures()).toEqual([
    ['75.0\u00a0%', '25.0\u00a0%', '0.0\u00a0%', '4'],
    ['0.0\u00a0%', '100.0\u00a0%', '0.0\u00a0%', '4'],
    ['–', '–', '–', '0'],
  ]);
});

test('a part of a cell stands beside the rest of it', () => {
  show({
    asides: [
      [1, 0],
      [0, 0],
    ],
    asideName: 'shifted',
  });
  expect(figures()[0]).toEqual(['2+1 shifted', '1', '4']);
});

test('cells with something behind them are opened by keyboard, others are not buttons', async () => {
  const onOpen = vi.fn<NonNullable<ConfusionMatrixProps['onOpen']>>();
  show({ onOpen, canOpen: ({ row }) => row === 0 });
  const names = screen.getAllByRole('button').map((button) => button.getAttribute('aria-label'));
  expect(names).toEqual(['3 of 4 rows: 0 as 0 (75.0\u00a0%)', '1 of 4 rows: 0 as 1 (25.0\u00a0%)']);
  screen.getByRole('button', { name: /0 as 1/ }).focus();
  await userEvent.keyboard('{Enter}');
  expect(onOpen).toHaveBeenCalledExactlyOnceWith({ row: 0, column: 1, isAside: false });
});

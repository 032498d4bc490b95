import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { ConfusionMatrix } from './confusion-matrix';

const figures = () =>
  within(screen.getByRole('table'))
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    );

test('shows rows and, on demand, their shares', async () => {
  render(
    <MantineProvider>
      <ConfusionMatrix
        labels={['ham', 'spam', 'unseen']}
        counts={[
          [3, 1, 0],
          [0, 4, 0],
          [0, 0, 0],
        ]}
      />
    </MantineProvider>,
  );
  expect(screen.getByRole('rowheader', { name: 'spam' })).toBeInTheDocument();
  expect(figures()).toEqual([
    ['3', '1', '0', '4'],
    ['0', '4', '0', '4'],
    ['0', '0', '0', '0'],
  ]);
  await userEvent.click(screen.getByRole('radio', { name: 'Share of true label' }));
  expect(figures()).toEqual([
    ['75.0\u00a0%', '25.0\u00a0%', '0.0\u00a0%', '4'],
    ['0.0\u00a0%', '100.0\u00a0%', '0.0\u00a0%', '4'],
    ['–', '–', '–', '0'],
  ]);
});

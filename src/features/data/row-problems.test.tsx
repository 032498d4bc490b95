import { NO_PROBLEMS } from '../../core/catalog/row-counts';
import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { TaggingReport } from '../../core/contract/dataset';
import { RowProblems } from './row-problems';

function report(unknown: number, unequal: number): TaggingReport {
  const problems = [
    ...Array.from({ length: unknown }, () => 'unknown-tag' as const),
    ...Array.from({ length: unequal }, () => 'unequal-lengths' as const),
  ];
  return {
    schemes: [],
    tags: ['O'],
    tagCounts: { train: [1], validation: [0], test: [0] },
    unnamed: [],
    problemCounts: { ...NO_PROBLEMS, 'unknown-tag': unknown, 'unequal-lengths': unequal },
    problems: problems.map((kind, i) => ({
      fileId: 'f',
      row: i + 1,
      line: i + 1,
      kind,
      excerpt: `place ${i}`,
    })),
  };
}

const panel = (value: TaggingReport) => (
  <MantineProvider env="test">
    <RowProblems
      report={value}
      choices={{}}
      fileName={() => 'f'}
      severalFiles={false}
      onChoices={vi.fn<() => void>()}
    />
  </MantineProvider>
);

test('rows stay in sight when the kind that was shown is gone, and when there are fewer pages', async () => {
  const { rerender } = render(panel(report(14, 9)));
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Problem shown' }), 'unknown tag');
  await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
  await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
  expect(screen.getByText('place 13')).toBeVisible();
  rerender(panel(report(0, 8)));
  expect(screen.getByText('place 7')).toBeVisible();
  expect(screen.getByText('7–8 of 8')).toBeVisible();
});

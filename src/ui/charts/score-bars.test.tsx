import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ScoreBars } from './score-bars';

const scores = [
  { label: 'sport', score: 0.7 },
  { label: 'politics', score: 0.2 },
  { label: 'culture', score: 0.06 },
  { label: 'other', score: 0.04 },
];

test('each score is a meter with its exact value', () => {
  render(<ScoreBars label="Fine-tuned model" scores={scores} />);
  expect(screen.getByRole('list', { name: 'Fine-tuned model' })).toBeInTheDocument();
  expect(screen.getByRole('meter', { name: 'sport' })).toHaveAttribute('aria-valuenow', '0.7');
  expect(screen.getAllByRole('meter')).toHaveLength(4);
});

test('sums up what it does not show', () => {
  render(<ScoreBars label="Scores" scores={scores} limit={2} />);
  expect(screen.getAllByRole('meter')).toHaveLength(2);
  expect(screen.getByText('2 more labels, 10.0 % together')).toBeInTheDocument();
});

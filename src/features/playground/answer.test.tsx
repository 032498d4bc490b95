import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import type { AggregationStrategy, TokenPrediction } from '../../core/contract/predictions';
import type { Remote } from '../../state/remote';
import type { Attempt, TimedPrediction } from '../../state/slices/playground';
import { Answer } from './answer';
import { GREETING } from './testing/example-answer';

const timed = (prediction: TokenPrediction, milliseconds = 6): Remote<TimedPrediction> => ({
  status: 'ready',
  value: { prediction, milliseconds },
});

function Stage({ attempt }: { readonly attempt: Attempt }) {
  const [strategy, setStrategy] = useState<AggregationStrategy>('first');
  return (
    <Answer attempt={attempt} task="token-classification" strategy={strategy} onStrategy={setStrategy} />
  );
}

function show(patch: Partial<Attempt> = {}, prediction: TokenPrediction = GREETING): void {
  const attempt: Attempt = {
    id: '1',
    target: { kind: 'run', runId: 'r1', weights: 'best' },
    text: prediction.text,
    tuned: timed(prediction),
    base: timed({ ...prediction, entities: { ...prediction.entities, first: [] } }),
    exported: null,
    ...patch,
  };
  render(
    <MantineProvider env="test">
      <Stage attempt={attempt} />
    </MantineProvider>,
  );
}

const side = (name: string) => screen.getByRole('region', { name });
const marks = (name: string) =>
  within(side(name))
    .queryAllByRole('mark')
    .map((mark) => mark.textContent);
const cells = (table: HTMLElement) =>
  within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map((cell) => cell.textContent));

test('marks entities in the text as typed, with the name of their type', () => {
  show();
  expect(marks('Fine-tuned')).toEqual(['AnnPER', 'HamburgPER']);
  const text = within(side('Fine-tuned')).getByRole('group', { name: 'Text with entities, Fine-tuned' });
  expect(text).toHaveTextContent('👋 AnnPER in HamburgPER');
  expect(within(side('Before fine-tuning')).getByText('No entities found.')).toBeInTheDocument();
});

test('another strategy changes the entities at once, without asking again', async () => {
  show();
  await userEvent.click(screen.getByRole('radio', { name: 'simple' }));
  expect(marks('Fine-tuned')).toEqual(['AnnPER', 'HamPER', 'burgLOC']);
  await userEvent.click(screen.getByRole('radio', { name: 'none' }));
  expect(marks('Fine-tuned')).toEqual(['AnnB-PER', 'HamB-PER', 'burgI-LOC']);
});

test('lists entities with places as Python counts them, and exact scores', () => {
  show();
  const table = screen.getByRole('table', { name: 'Entities, Fine-tuned' });
  expect(cells(table)).toEqual([
    ['Ann', 'PER', '2–5', '98.0\u00a0%'],
    ['Hamburg', 'PER', '9–16', '50.0\u00a0%'],
  ]);
  expect(within(table).getByText('98.0 %')).toHaveValue('0.98');
});

test('a mark tells score and place when it has the focus', async () => {
  show();
  await userEvent.click(screen.getByRole('radio', { name: 'first' }));
  const mark = within(side('Fine-tuned')).getAllByRole('mark')[1];
  mark?.focus();
  expect(await screen.findByText('PER, 50.0 %, characters 9–16')).toBeInTheDocument();
});

test('the token table shows where strategies differ, and only that on demand', async () => {
  show();
  const table = screen.getByRole('table', { name: 'Tokens' });
  expect(screen.getByText(/do not agree on 1 word, marked with ≠/)).toBeInTheDocument();
  expect(cells(table).map(([token, , ...decisions]) => [token, ...decisions])).toEqual([
    ['[UNK]', 'O', 'O', 'O', 'O', 'O'],
    ['ann', 'B-PER', 'PER', 'PER', 'PER', 'PER'],
    ['in', 'O', 'O', 'O', 'O', 'O'],
    ['ham≠', 'B-PER', 'PER', 'PER', 'LOC 40\u00a0%', 'LOC'],
    ['##burg≠', 'I-LOC', 'LOC', 'PER', 'LOC', 'LOC'],
  ]);
  expect(within(table).getByRole('columnheader', { name: 'first', current: true })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Only where they differ' }));
  expect(
    within(table)
      .getAllByRole('rowheader')
      .map((cell) => cell.textContent),
  ).toEqual(['ham≠', '##burg≠']);
});

test('says how a long text was read', () => {
  show({}, { ...GREETING, windows: 3 });
  expect(screen.getByText(/read in 3 overlapping parts/)).toBeInTheDocument();
});

test('the token table waits for the answer', () => {
  show({ tuned: { status: 'pending', progress: null, previous: null } });
  expect(screen.queryByRole('table', { name: 'Tokens' })).not.toBeInTheDocument();
  expect(screen.getByRole('progressbar', { name: 'Computing' })).toBeInTheDocument();
});

test('the token table can show the model before training', async () => {
  show();
  await userEvent.click(screen.getByRole('radio', { name: 'Before' }));
  const [, ann] = cells(screen.getByRole('table', { name: 'Tokens' }));
  expect(ann?.[4]).toBe('O');
});

import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { EntityText } from './entity-text';

const SENTENCE = 'Ann met Bob.';
const SPANS = [
  { start: 0, end: 3, label: 'PER', detail: 'first of two' },
  { start: 8, end: 11, label: 'PER', detail: 'second of two' },
];

function show(text: string): void {
  render(
    <MantineProvider env="test">
      <EntityText label="Entities" text={text} spans={SPANS} types={['PER']} />
    </MantineProvider>,
  );
}

const marks = () => screen.getAllByText(/^(Ann|Bob)/, { selector: 'mark' });

test('the text stays as it was typed, its entities marked', () => {
  show(SENTENCE);
  expect(screen.getByRole('group', { name: 'Entities' })).toHaveTextContent('AnnPER met BobPER.');
  expect(marks()).toHaveLength(2);
});

test('in a short text Tab goes from entity to entity, and each tells its detail', async () => {
  const user = userEvent.setup();
  show(SENTENCE);
  await user.tab();
  expect(marks()[0]).toHaveFocus();
  expect(await screen.findByText('first of two')).toBeVisible();
  await user.tab();
  expect(marks()[1]).toHaveFocus();
  expect(await screen.findByText('second of two')).toBeVisible();
});

test('a long text is one stop, and tells details under the pointer', async () => {
  const user = userEvent.setup();
  show(`${SENTENCE} ${'It goes on and on. '.repeat(80)}`);
  await user.tab();
  expect(screen.getByRole('group', { name: 'Entities' })).toHaveFocus();
  await user.tab();
  expect(document.body).toHaveFocus();
  const second = marks()[1];
  if (second === undefined) throw new Error('no second mark');
  await user.hover(second);
  expect(await screen.findByText('second of two')).toBeVisible();
});

import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { StudioProvider } from '../../state/react';
import { createReadyStudio } from '../../state/testing/test-studio';
import { DataPanel } from './data-panel';

test('a dataset is pushed from its page, private unless that is taken away', async () => {
  const studio = await createReadyStudio();
  await studio.state().datasets.load();
  render(
    <MantineProvider env="test">
      <StudioProvider studio={studio}>
        <DataPanel />
      </StudioProvider>
    </MantineProvider>,
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Push to the Hub' }));
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.type(dialog.getByLabelText('Access token'), 'hf_secret{Enter}');
  await userEvent.click(await dialog.findByRole('button', { name: 'Show what would be sent' }));
  expect(await dialog.findByText('huggingface.co/datasets/maria/titles')).toBeInTheDocument();
  await userEvent.click(dialog.getByRole('button', { name: /^Push 90/ }));
  expect(await dialog.findByRole('link', { name: 'maria/titles' })).toHaveAttribute(
    'href',
    'https://huggingface.co/datasets/maria/titles',
  );
  expect(studio.fake.pushes.pushed).toMatchObject([
    { target: { type: 'dataset', repo: 'maria/titles', isNew: true, isPrivate: true } },
  ]);
});

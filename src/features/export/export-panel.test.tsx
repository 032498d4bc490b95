import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { StudioProvider } from '../../state/react';
import { loadStudio } from '../../state/store';
import { exampleRun } from '../../state/testing/example-run';
import { createTestStudio } from '../../state/testing/test-studio';
import { ExportPanel } from './export-panel';

async function open(...runs: ReturnType<typeof exampleRun>[]) {
  const studio = createTestStudio();
  for (const run of runs) await studio.records.runs.put(run);
  await loadStudio(studio);
  render(
    <MantineProvider env="test">
      <StudioProvider studio={studio}>
        <ExportPanel />
      </StudioProvider>
    </MantineProvider>,
  );
  return studio;
}

const done = exampleRun({ status: 'completed' });

beforeEach(() => {
  window.location.hash = '#/export';
});

test('writes the zip and hands it to the downloads, once more on demand', async () => {
  const studio = await open(done);
  await userEvent.click(screen.getByRole('button', { name: /^Export/ }));
  await userEvent.click(await screen.findByRole('button', { name: 'Download again' }));
  expect(studio.browser.saved.map(({ fileName }) => fileName)).toEqual(['model.zip', 'model.zip']);
});

test('a run without a checkpoint says what writes one', async () => {
  window.location.hash = '#/export/r1';
  await open({ ...done, checkpoints: [] });
  expect(screen.getByText(/no checkpoint yet/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: /^Export/ })).toBeDisabled();
});

test('nothing trained yet', async () => {
  await open();
  expect(screen.getByRole('link', { name: 'Go to training' })).toBeInTheDocument();
});

import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { StudioProvider } from '../../state/react';
import { exampleRun } from '../../state/testing/example-run';
import { studioWith } from '../../state/testing/test-studio';
import { renderUi } from '../../ui/testing/render-ui';
import { ExportPanel } from './export-panel';

async function open(...runs: ReturnType<typeof exampleRun>[]) {
  const studio = await studioWith(...runs);
  renderUi(
    <StudioProvider studio={studio}>
      <ExportPanel />
    </StudioProvider>,
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

test('the bundle for a cluster is written, handed to the downloads, and says how it is run', async () => {
  const studio = await open(done);
  const panel = within(screen.getByRole('region', { name: 'Train it on a cluster' }));
  await userEvent.click(panel.getByRole('button', { name: 'Write the bundle' }));
  expect(await panel.findByText(/accelerate launch/)).toBeInTheDocument();
  expect(studio.browser.saved.map(({ fileName }) => fileName)).toEqual(['run-cluster.zip']);
  expect(panel.getByRole('status')).toHaveTextContent('run-cluster.zip');
});

test('a bundle that cannot be written says why', async () => {
  const studio = await open(done);
  studio.fake.faults.failNext('exportBundle', 'DATA_CHANGED', { dataset: 'mails' });
  const panel = within(screen.getByRole('region', { name: 'Train it on a cluster' }));
  await userEvent.click(panel.getByRole('button', { name: 'Write the bundle' }));
  expect(await panel.findByRole('alert')).toHaveTextContent('The dataset “mails” is not what it was');
  expect(panel.getByRole('button', { name: 'Write the bundle' })).toBeEnabled();
});

test('a finished run without its base cannot be packed again', async () => {
  const cluster = { device: 'NVIDIA H100', processes: 8, software: {}, hasBase: false };
  await open({ ...done, cluster });
  const panel = within(screen.getByRole('region', { name: 'Train it on a cluster' }));
  expect(panel.getByRole('button', { name: 'Write the bundle' })).toBeDisabled();
  expect(panel.getByText(/is not in this browser/)).toBeInTheDocument();
});

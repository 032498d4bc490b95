import { MantineProvider } from '@mantine/core';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { StudioProvider } from '../../state/react';
import { loadStudio } from '../../state/store';
import { createTestStudio } from '../../state/testing/test-studio';
import { TrainingPanel } from './training-panel';

const MAILS = [
  'text,label',
  ...Array.from({ length: 40 }, (_, i) => `mail number ${i},${i % 2 === 0 ? 'ham' : 'spam'}`),
];

async function open() {
  const studio = createTestStudio();
  await loadStudio(studio);
  const datasetId = await studio.state().datasets.createFromText(MAILS.join('\n'), 'mails.csv');
  studio.state().setup.selectDataset(datasetId);
  await studio.state().models.importStarter();
  await studio.state().setup.refresh();
  render(
    <MantineProvider env="test">
      <StudioProvider studio={studio}>
        <TrainingPanel />
      </StudioProvider>
    </MantineProvider>,
  );
  return studio;
}

beforeEach(() => {
  window.location.hash = '#/train';
});

test('from the set-up through pause and resume to the end, which stays on the screen', async () => {
  const studio = await open();
  await userEvent.click(await screen.findByRole('button', { name: 'Train' }));
  expect(await screen.findByRole('progressbar', { name: 'Training' })).toBeInTheDocument();
  const runId = studio.state().runs.items[0]?.id;
  expect(window.location.hash).toBe(`#/train/${runId}`);

  await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
  expect(await screen.findByText(/^Paused at step/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
  expect(await screen.findByRole('progressbar', { name: 'Training' })).toBeInTheDocument();

  await act(() => studio.fake.run.transition({ type: 'complete' }, 15));
  expect(await screen.findByText('Training is finished')).toBeInTheDocument();
});

test('a failure while starting is shown on the run, with its code', async () => {
  const studio = await open();
  studio.fake.faults.failNext('open', 'GPU_OUT_OF_MEMORY');
  await userEvent.click(await screen.findByRole('button', { name: 'Train' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('GPU_OUT_OF_MEMORY');
  await userEvent.click(screen.getByRole('button', { name: 'New run' }));
  expect(await screen.findByRole('button', { name: 'Train' })).toBeInTheDocument();
});

test('the set-up can be packed for a cluster before anything was trained here', async () => {
  const studio = await open();
  await userEvent.click(await screen.findByRole('button', { name: 'Write the bundle' }));
  expect(await screen.findByText(/accelerate launch/)).toBeInTheDocument();
  expect(studio.browser.saved.map(({ fileName }) => fileName)).toEqual(['run-cluster.zip']);
  expect(studio.state().runs.items).toEqual([]);
});

/** Trains up to `step` with a checkpoint before it, on another screen than this one. */
async function leftBehind(studio: Awaited<ReturnType<typeof open>>) {
  await act(async () => {
    const runId = await studio.state().runs.start('Nightly');
    const { progress } = studio.state().runs.items.find(({ id }) => id === runId) ?? {};
    if (progress === undefined) throw new Error('no run');
    const checkpoint = { step: 7, folder: 'step-7', createdAt: 1, sizeBytes: 1, resumable: true };
    await studio.fake.run.emit({ type: 'checkpoint', step: 7, checkpoint });
    await studio.fake.run.emit({ type: 'progress', step: 9, progress: { ...progress, step: 9 } });
  });
}

test('a run that failed elsewhere is told above the settings, with the way back to it', async () => {
  const studio = await open();
  await leftBehind(studio);
  await act(() =>
    studio.fake.run.transition({ type: 'fail', failure: { code: 'GPU_LOST', details: {} } }, 9),
  );
  await userEvent.click(screen.getByRole('button', { name: 'New run' }));
  expect(await screen.findByText(/^“Nightly” failed at step 9 of/)).toBeInTheDocument();
  expect(screen.getByText(/It can go on from the checkpoint at step 7\.$/)).toBeInTheDocument();
  const runId = studio.state().runs.items[0]?.id;
  expect(screen.getByRole('link', { name: 'Open the run' })).toHaveAttribute('href', `#/train/${runId}`);
});

test('a run that the page left is told above the settings; one that was stopped is not', async () => {
  const studio = await open();
  await leftBehind(studio);
  await act(() => studio.fake.run.transition({ type: 'stop' }, 9));
  await userEvent.click(screen.getByRole('button', { name: 'New run' }));
  expect(await screen.findByText(/^“Nightly” was interrupted at step 9 of/)).toBeInTheDocument();

  await userEvent.click(screen.getByRole('button', { name: 'Train' }));
  await act(() => studio.fake.run.transition({ type: 'stop' }, 0));
  await userEvent.click(screen.getByRole('button', { name: 'New run' }));
  expect(await screen.findByRole('button', { name: 'Train' })).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Open the run' })).not.toBeInTheDocument();
});

import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { StudioProvider } from '../../state/react';
import { exampleRun } from '../../state/testing/example-run';
import { studioWith } from '../../state/testing/test-studio';
import { renderUi } from '../../ui/testing/render-ui';
import { PlaygroundPanel } from './playground-panel';

async function open(...runs: ReturnType<typeof exampleRun>[]) {
  const studio = await studioWith(...runs);
  renderUi(
    <StudioProvider studio={studio}>
      <PlaygroundPanel />
    </StudioProvider>,
  );
  return studio;
}

// The starter is in the library by itself.
const done = exampleRun({ status: 'completed', spec: { ...exampleRun().spec, modelId: 'model-1' } });

beforeEach(() => {
  window.location.hash = '#/playground';
});

test('asks the run and its base model', async () => {
  await open(done);
  await userEvent.type(screen.getByRole('textbox', { name: 'Text' }), 'even');
  await userEvent.click(screen.getByRole('button', { name: 'Classify' }));
  const meters = await screen.findAllByRole('meter', { name: 'yes' });
  expect(meters.map((meter) => meter.getAttribute('aria-valuenow'))).toEqual(['0.9', '0.5']);
});

test('a whole file is predicted and handed to the downloads', async () => {
  const studio = await open(done);
  const file = new File(['text\na\nb\n'], 'mails.csv', { type: 'text/csv' });
  await userEvent.upload(screen.getByLabelText('Choose file to predict (file field)'), file);
  await userEvent.click(await screen.findByRole('button', { name: 'Predict file' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Download the file' }));
  expect(studio.browser.saved.map(({ fileName }) => fileName)).toEqual(['predicted mails.csv']);
});

test('what came of a file is not shown under another run', async () => {
  const other = exampleRun({ id: 'other', name: 'Another run', status: 'completed' });
  const studio = await open(done, other);
  const file = new File(['text\na\nb\n'], 'mails.csv', { type: 'text/csv' });
  const request = { file, textColumn: null, format: 'csv', strategy: 'first' } as const;
  await act(() =>
    studio.state().playground.predictFile({ kind: 'run', runId: 'other', weights: 'best' }, request),
  );
  act(() => {
    window.location.hash = `#/playground/${done.id}`;
  });
  await screen.findByText(new RegExp(`^${done.name}: `));
  expect(screen.queryByText(/predicted$/)).not.toBeInTheDocument();
  act(() => {
    window.location.hash = '#/playground/other';
  });
  expect(await screen.findByText(/predicted$/)).toBeVisible();
});

test('clearing the earlier texts leaves the answer that is shown, and those of another run', async () => {
  const studio = await open(done, exampleRun({ id: 'other', name: 'Another run', status: 'completed' }));
  await act(() =>
    studio.state().playground.predict({ kind: 'run', runId: 'other', weights: 'best' }, ['theirs']),
  );
  act(() => {
    window.location.hash = `#/playground/${done.id}`;
  });
  await screen.findByText(new RegExp(`^${done.name}: `));
  const ask = (text: string) =>
    act(() => studio.state().playground.predict({ kind: 'run', runId: done.id, weights: 'best' }, [text]));
  await ask('first');
  await ask('second');
  await userEvent.click(screen.getByRole('button', { name: 'Clear' }));
  expect(studio.state().playground.attempts.map(({ text }) => text)).toEqual(['second', 'theirs']);
});

test('nothing trained yet', async () => {
  await open();
  expect(screen.getByRole('link', { name: 'Go to training' })).toBeInTheDocument();
});

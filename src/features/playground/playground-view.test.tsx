import { MantineProvider } from '@mantine/core';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { Remote } from '../../state/remote';
import type { Attempt, TimedPrediction } from '../../state/slices/playground';
import { exampleRun } from '../../state/testing/example-run';
import { PlaygroundView, type PlaygroundViewProps } from './playground-view';
import { readHeader } from './table-header';

function ready(spam: number, truncated = false, milliseconds = 6): Remote<TimedPrediction> {
  const scores = [
    { label: 'spam', score: spam },
    { label: 'ham', score: 1 - spam },
  ].toSorted((a, b) => b.score - a.score);
  const prediction = { task: 'text-classification', scores, truncated } as const;
  return { status: 'ready', value: { prediction, milliseconds } };
}

function attempt(id: string, text: string, patch: Partial<Attempt> = {}): Attempt {
  const target = { kind: 'run', runId: 'r1', weights: 'best' } as const;
  return { id, text, target, tuned: ready(0.97), base: ready(0.52), exported: null, ...patch };
}

function show(patch: Partial<PlaygroundViewProps> = {}): PlaygroundViewProps {
  const props: PlaygroundViewProps = {
    run: exampleRun({ status: 'completed' }),
    picker: null,
    attempts: [],
    isFormatAsked: false,
    formats: null,
    strategy: 'first',
    filePrediction: { status: 'idle' },
    readHeader,
    onAsk: vi.fn<PlaygroundViewProps['onAsk']>(),
    onStrategy: vi.fn<PlaygroundViewProps['onStrategy']>(),
    onForget: vi.fn<PlaygroundViewProps['onForget']>(),
    onPredictFile: vi.fn<PlaygroundViewProps['onPredictFile']>(),
    onCancelFile: vi.fn<PlaygroundViewProps['onCancelFile']>(),
    onSaveFile: vi.fn<PlaygroundViewProps['onSaveFile']>(),
    onUnreadable: vi.fn<PlaygroundViewProps['onUnreadable']>(),
    ...patch,
  };
  render(
    <MantineProvider env="test">
      <PlaygroundView {...props} />
    </MantineProvider>,
  );
  return props;
}

test('asks with Ctrl+Enter and by the button, not with an empty text', async () => {
  const { onAsk } = show();
  const field = screen.getByRole('textbox', { name: 'Text' });
  expect(screen.getByRole('button', { name: 'Classify' })).toBeDisabled();
  await userEvent.type(field, '  {Control>}{Enter}{/Control}');
  expect(onAsk).not.toHaveBeenCalled();
  await userEvent.type(field, 'win a prize{Control>}{Enter}{/Control}');
  expect(onAsk).toHaveBeenCalledWith('win a prize', 'best');
  await userEvent.click(screen.getByRole('radio', { name: 'Newest' }));
  await userEvent.click(screen.getByRole('button', { name: 'Classify' }));
  expect(onAsk).toHaveBeenLastCalledWith('win a prize', 'last');
});

test('shows the scores after and before fine-tuning side by side', () => {
  show({ attempts: [attempt('1', 'win a prize')] });
  const tuned = screen.getByRole('region', { name: 'Fine-tuned' });
  const base = screen.getByRole('region', { name: 'Before fine-tuning' });
  expect(within(tuned).getByRole('meter', { name: 'spam' })).toHaveAttribute('aria-valuenow', '0.97');
  expect(within(base).getByRole('meter', { name: 'spam' })).toHaveAttribute('aria-valuenow', '0.52');
});

test('while training runs it says that the answer waits', () => {
  const progress = { operationId: 'o', stage: 'waiting', done: 0, total: 1, unit: 'rows' } as const;
  const waiting: Remote<TimedPrediction> = { status: 'pending', progress, previous: null };
  show({ run: exampleRun(), attempts: [attempt('1', 'x', { tuned: waiting, base: { status: 'idle' } })] });
  expect(screen.getByText(/Training goes on: answers come between two steps/)).toBeInTheDocument();
  expect(
    screen.getByRole('progressbar', { name: 'Waiting: answered between two training steps' }),
  ).toBeInTheDocument();
});

test('says when a text was cut, and when an answer failed', () => {
  show({
    attempts: [
      attempt('1', 'long', {
        tuned: ready(0.9, true),
        base: { status: 'failed', failure: { code: 'GPU_LOST', details: {} } },
      }),
    ],
  });
  expect(screen.getByText(/longer than the model reads/)).toBeInTheDocument();
  expect(screen.getByRole('alert')).toHaveTextContent('GPU_LOST');
});

test('earlier texts come back into the field', async () => {
  const { onForget } = show({ attempts: [attempt('2', 'newest'), attempt('1', 'win a prize')] });
  const earlier = screen.getByRole('list', { name: 'Earlier texts' });
  expect(earlier).toHaveTextContent('spam 97.0 %');
  await userEvent.click(within(earlier).getByRole('button', { name: /win a prize/ }));
  expect(screen.getByRole('textbox', { name: 'Text' })).toHaveValue('win a prize');
  await userEvent.click(screen.getByRole('button', { name: 'Clear' }));
  expect(onForget).toHaveBeenCalledExactlyOnceWith(['1']);
});

test('predicts a whole file by a chosen column', async () => {
  const { onPredictFile } = show();
  const file = new File(['title,body\na,b\n'], 'mails.csv', { type: 'text/csv' });
  await userEvent.upload(screen.getByLabelText('Choose file to predict (file field)'), file);
  await userEvent.click(await screen.findByRole('combobox', { name: 'Text column' }));
  await userEvent.click(screen.getByRole('option', { name: 'body' }));
  await userEvent.click(screen.getByRole('button', { name: 'Predict file' }));
  const request = { file, textColumn: 'body', format: 'csv', strategy: 'first' };
  expect(onPredictFile).toHaveBeenCalledWith(request, 'best');
});

test('another file of the same name is read by its own columns', async () => {
  const { onPredictFile } = show();
  const first = new File(['title,body\na,b\n'], 'mails.csv', { type: 'text/csv' });
  await userEvent.upload(screen.getByLabelText('Choose file to predict (file field)'), first);
  await userEvent.click(await screen.findByRole('combobox', { name: 'Text column' }));
  await userEvent.click(screen.getByRole('option', { name: 'body' }));
  const second = new File(['subject,message\nc,d\n'], 'mails.csv', { type: 'text/csv' });
  await userEvent.upload(screen.getByLabelText('Choose another file (file field)'), second);
  await userEvent.click(await screen.findByRole('combobox', { name: 'Text column' }));
  expect(await screen.findByRole('option', { name: 'message' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Predict file' }));
  expect(onPredictFile).toHaveBeenCalledWith(
    expect.objectContaining({ file: second, textColumn: null }),
    'best',
  );
});

test('of two files chosen in haste the later one counts, whichever is read first', async () => {
  const headers = new Map<string, (columns: readonly string[]) => void>();
  show({ readHeader: ({ name }) => new Promise((resolve) => headers.set(name, resolve)) });
  const field = screen.getByLabelText('Choose file to predict (file field)');
  await userEvent.upload(field, new File(['a'], 'first.csv', { type: 'text/csv' }));
  await userEvent.upload(field, new File(['b'], 'second.csv', { type: 'text/csv' }));
  await act(async () => headers.get('second.csv')?.(['body']));
  await act(async () => headers.get('first.csv')?.(['title']));
  expect(screen.getByText('second.csv')).toBeInTheDocument();
  expect(screen.queryByText('first.csv')).not.toBeInTheDocument();
});

test('beside an exported file, a whole file is predicted by the weights that are shown, too', async () => {
  const { onPredictFile } = show({ run: exampleRun(), isFormatAsked: true });
  expect(screen.getByRole('radio', { name: 'Best checkpoint' })).toBeChecked();
  const file = new File(['title\na\n'], 'mails.csv', { type: 'text/csv' });
  await userEvent.upload(screen.getByLabelText('Choose file to predict (file field)'), file);
  await userEvent.click(await screen.findByRole('button', { name: 'Predict file' }));
  expect(onPredictFile).toHaveBeenCalledWith(expect.objectContaining({ file }), 'best');
});

test('left alone, the column is found by the worker', async () => {
  const { onPredictFile } = show();
  const file = new File(['title,body\na,b\n'], 'mails.csv', { type: 'text/csv' });
  await userEvent.upload(screen.getByLabelText('Choose file to predict (file field)'), file);
  await userEvent.click(await screen.findByRole('button', { name: 'Predict file' }));
  expect(onPredictFile).toHaveBeenCalledWith(expect.objectContaining({ file, textColumn: null }), 'best');
});

test('a predicted file can be downloaded, a running one cancelled', async () => {
  const done = { path: 'p', fileName: 'mails predicted.csv', unit: 'row', rows: 2000, skipped: 2 } as const;
  const { onSaveFile } = show({ filePrediction: { status: 'ready', value: done } });
  expect(screen.getByRole('status')).toHaveTextContent('1,998 rows predicted');
  expect(screen.getByRole('status')).toHaveTextContent('2 rows without a text have no prediction');
  await userEvent.click(screen.getByRole('button', { name: 'Download the file' }));
  expect(onSaveFile).toHaveBeenCalledOnce();
});

test('a file being predicted shows how far it is', async () => {
  const progress = { operationId: 'o', stage: 'predicting', done: 500, total: 2000, unit: 'rows' } as const;
  const { onCancelFile } = show({ filePrediction: { status: 'pending', progress, previous: null } });
  expect(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25');
  await userEvent.click(screen.getByRole('button', { name: /^Cancel/ }));
  expect(onCancelFile).toHaveBeenCalledOnce();
});

import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { exampleEvaluation, exampleRun } from '../../state/testing/example-run';
import { EvaluationView, type EvaluationViewProps, NothingToEvaluate } from './evaluation-view';

function show(patch: Partial<EvaluationViewProps> = {}): EvaluationViewProps {
  const props: EvaluationViewProps = {
    run: exampleRun({ status: 'completed' }),
    picker: null,
    evaluating: { status: 'idle' },
    blocked: null,
    cases: { status: 'idle' },
    answers: { status: 'idle' },
    onEvaluate: vi.fn<EvaluationViewProps['onEvaluate']>(),
    onReadRows: vi.fn<EvaluationViewProps['onReadRows']>(),
    onCloseRows: vi.fn<EvaluationViewProps['onCloseRows']>(),
    onTry: vi.fn<EvaluationViewProps['onTry']>(),
    ...patch,
  };
  render(
    <MantineProvider env="test">
      <EvaluationView {...props} />
    </MantineProvider>,
  );
  return props;
}

const labels = () =>
  within(screen.getByRole('table', { name: 'Scores of each label' }))
    .getAllByRole('rowheader')
    .map((cell) => cell.textContent);

test('shows the best evaluation, against the first and against guessing', () => {
  show();
  const result = screen.getByRole('region', { name: 'Result' });
  expect(result).toHaveTextContent('weights of step 200; changes since step 100');
  expect(result).toHaveTextContent('+20.0 points, better');
  expect(result).toHaveTextContent(
    'always answering “ham”, the most frequent label, would be right in 60.0 %',
  );
  expect(screen.getByRole('region', { name: 'Confusion matrix' })).toBeInTheDocument();
});

test('another evaluation can be looked at', async () => {
  show();
  await userEvent.click(screen.getByRole('combobox', { name: 'Evaluation' }));
  await userEvent.click(screen.getByRole('option', { name: /Step 100/ }));
  expect(screen.getByRole('region', { name: 'Result' })).toHaveTextContent('weights of step 100');
});

test('labels are sorted by any column, both ways', async () => {
  show();
  expect(labels()).toEqual(['ham', 'spam']);
  await userEvent.click(screen.getByRole('button', { name: 'Precision' }));
  expect(labels()).toEqual(['spam', 'ham']);
  expect(screen.getByRole('columnheader', { name: 'Precision' })).toHaveAttribute('aria-sort', 'descending');
  await userEvent.click(screen.getByRole('button', { name: 'Precision' }));
  expect(labels()).toEqual(['ham', 'spam']);
  expect(screen.getByRole('columnheader', { name: 'Precision' })).toHaveAttribute('aria-sort', 'ascending');
});

test('the test rows are evaluated on demand', async () => {
  const { onEvaluate } = show();
  await userEvent.click(screen.getByRole('radio', { name: 'Test' }));
  expect(screen.getByText('Not evaluated on the test rows yet')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Evaluate now' }));
  expect(onEvaluate).toHaveBeenCalledWith('test');
});

test('shows a test evaluation where there is one', async () => {
  const run = exampleRun({ status: 'completed' });
  const test = exampleEvaluation(200, 16, { split: 'test' });
  show({ run: { ...run, evaluations: [...run.evaluations, test] } });
  await userEvent.click(screen.getByRole('radio', { name: 'Test' }));
  expect(screen.getByRole('region', { name: 'Result' })).toHaveTextContent('of the test split');
  expect(screen.getByRole('region', { name: 'Result' })).toHaveTextContent('80.0 %');
});

test('busy, failed and blocked are said', () => {
  const progress = { operationId: 'o', stage: 'predicting', done: 5, total: 20, unit: 'rows' } as const;
  show({ evaluating: { status: 'pending', progress, previous: null } });
  expect(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25');
  expect(screen.getByRole('button', { name: 'Evaluate now' })).toBeDisabled();
});

test('a failed evaluation keeps its code', () => {
  show({ evaluating: { status: 'failed', failure: { code: 'RUN_CHECKPOINT_DAMAGED', details: {} } } });
  expect(screen.getByRole('alert')).toHaveTextContent('RUN_CHECKPOINT_DAMAGED');
});

test('says why it cannot evaluate now', () => {
  show({ blocked: 'Another run is training.' });
  expect(screen.getByText('Another run is training.')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Evaluate now' })).toBeDisabled();
});

test('without a run it points to training', () => {
  render(
    <MantineProvider env="test">
      <NothingToEvaluate />
    </MantineProvider>,
  );
  expect(screen.getByRole('link', { name: 'Go to training' })).toHaveAttribute('href', '#/train');
});

test('a cell of the confusion matrix opens its rows', async () => {
  const run = exampleRun({ status: 'completed' });
  const rows = [{ fileId: 'f1', row: 4 }];
  const cells = [{ truth: 1, predicted: 0, rows }];
  const { onReadRows } = show({ run: { ...run, evaluations: [exampleEvaluation(200, 18, { cells })] } });
  await userEvent.click(screen.getByRole('button', { name: /^2 of 8 rows: “spam” taken for “ham”/ }));
  expect(onReadRows).toHaveBeenCalledWith(rows);
  expect(screen.getByRole('dialog', { name: '“spam” taken for “ham”' })).toHaveTextContent('1 row of 2');
});

test('an evaluation of which only the figures are known says so', () => {
  const bare = exampleEvaluation(200, 16, { perLabel: [], confusion: [] });
  show({ run: { ...exampleRun({ status: 'completed' }), evaluations: [bare] } });
  expect(screen.getByRole('region', { name: 'Result' })).toHaveTextContent('weights of step 200');
  expect(screen.getByText(/Only the figures/)).toBeInTheDocument();
  expect(screen.queryByRole('region', { name: 'Confusion matrix' })).not.toBeInTheDocument();
  expect(screen.queryByRole('table', { name: 'Scores of each label' })).not.toBeInTheDocument();
});

import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { CaseRow } from '../../state/slices/cases';
import { exampleTokenEvaluation, exampleTokenRun } from '../../state/testing/example-token-run';
import { EvaluationView, type EvaluationViewProps } from './evaluation-view';

const ROW: CaseRow = {
  fileId: 'f1',
  row: 7,
  fileName: 'news.conll',
  text: 'Corvus hires Ann',
  textPair: null,
  words: [
    { text: 'Corvus', tag: 'B-ORG', tokens: ['corvus'] },
    { text: 'hires', tag: 'O', tokens: ['hires'] },
    { text: 'Ann', tag: 'B-PER', tokens: ['ann'] },
  ],
};

function show(patch: Partial<EvaluationViewProps> = {}) {
  const props: EvaluationViewProps = {
    run: exampleTokenRun(),
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
  const wrap = (more: Partial<EvaluationViewProps>) => (
    <MantineProvider env="test">
      <EvaluationView {...props} {...more} />
    </MantineProvider>
  );
  const { rerender } = render(wrap({}));
  return { ...props, change: (more: Partial<EvaluationViewProps>) => rerender(wrap(more)) };
}

const figures = (label: string) =>
  within(screen.getByLabelText(label, { selector: 'dl' }))
    .getAllByRole('term')
    .map((term) => term.textContent);

test('F1 as seqeval counts it stands first, strict mode and single tokens below', () => {
  show();
  expect(figures('Result')).toEqual(['F1', 'Precision', 'Recall', 'Accuracy', 'Loss']);
  expect(figures('Strict mode')).toHaveLength(3);
  expect(figures('Single tokens')).toHaveLength(2);
  const result = screen.getByRole('region', { name: 'Result' });
  expect(result).toHaveTextContent('80.3 %');
  // 2636 of the 3104 tags are O
  expect(result).toHaveTextContent('marking nothing at all would get 84.9 % of the tags right');
});

test('each type has its scores', () => {
  show();
  const table = screen.getByRole('table', { name: 'Scores of each type' });
  const org = within(table).getByRole('rowheader', { name: 'ORG' }).closest('tr');
  expect(
    within(org ?? table)
      .getAllByRole('cell')
      .map((cell) => cell.textContent),
  ).toEqual(['63.4\u00a0%', '59.2\u00a0%', '61.2\u00a0%', '76']);
});

test('each type has its scores in strict mode, too', async () => {
  show();
  const table = screen.getByRole('table', { name: 'Scores of each type' });
  const org = () => within(table).getByRole('rowheader', { name: 'ORG' }).closest('tr');
  await userEvent.click(screen.getByRole('radio', { name: 'Strict' }));
  expect(org()).toHaveTextContent('61.4 %56.2 %58.7 %76');
  await userEvent.click(screen.getByRole('radio', { name: 'Default' }));
  expect(org()).toHaveTextContent('63.4 %59.2 %61.2 %76');
});

test('says what became of the entities', () => {
  show();
  const outcomes = screen.getByLabelText('What became of the entities');
  const values = within(outcomes)
    .getAllByRole('definition')
    .map((value) => value.textContent);
  expect(values).toEqual(
    [
      ['232', '80.0\u00a0%'],
      ['14', '4.8\u00a0%'],
      ['20', '6.9\u00a0%'],
      ['24', '8.3\u00a0%'],
      ['22', 'beside 290\u00a0true ones'],
    ].flat(),
  );
});

test('a figure opens its rows: true entities beside those found', async () => {
  const { onReadRows, change } = show();
  await userEvent.click(screen.getByRole('button', { name: /^14 of 76 entities: ORG not found/ }));
  expect(onReadRows).toHaveBeenCalledOnce();
  change({
    cases: {
      status: 'ready',
      value: [ROW],
    },
    answers: {
      status: 'ready',
      value: [
        {
          task: 'token-classification',
          text: 'Corvus hires Ann',
          labels: ['O', 'B-PER', 'I-PER'],
          tokens: [],
          entities: {
            none: [],
            simple: [],
            first: [{ label: 'PER', score: 0.9, word: 'ann', start: 13, end: 16 }],
            average: [],
            max: [],
          },
          windows: 1,
        },
      ],
    },
  });
  const drawer = screen.getByRole('dialog', { name: 'ORG not found' });
  expect(drawer).toHaveTextContent('14 entities in 14 rows');
  const marks = (label: string) =>
    within(within(drawer).getByRole('group', { name: label }))
      .getAllByRole('mark')
      .map((mark) => mark.textContent);
  expect(marks('True entities of row 7')).toEqual(['CorvusORG', 'AnnPER']);
  expect(marks('Entities found in row 7')).toEqual(['AnnPER']);
});

test('rows are turned page by page, tried in the playground, and closed', async () => {
  const { onReadRows, onCloseRows, onTry } = show({ cases: { status: 'ready', value: [ROW] } });
  await userEvent.click(screen.getByRole('button', { name: /^14 of 76 entities: ORG not found/ }));
  const drawer = screen.getByRole('dialog');
  await userEvent.click(within(drawer).getByRole('button', { name: 'Next page' }));
  expect(onReadRows).toHaveBeenCalledTimes(2);
  await userEvent.click(within(drawer).getByRole('button', { name: 'Try row 7 in the playground' }));
  expect(onTry).toHaveBeenCalledWith('Corvus hires Ann');
  await userEvent.click(within(drawer).getByRole('button', { name: 'Close' }));
  expect(onCloseRows).toHaveBeenCalledOnce();
});

test('wrong boundaries are a figure of their own', async () => {
  const { onReadRows } = show();
  await userEvent.click(
    screen.getByRole('button', { name: /^7 of 76 entities: ORG found, with other boundaries/ }),
  );
  expect(onReadRows).toHaveBeenCalledOnce();
  expect(screen.getByRole('dialog', { name: 'ORG found, with other boundaries' })).toBeInTheDocument();
});

test('the matrices of entities and of tags are told apart by their names', () => {
  show();
  const names = (role: string) =>
    screen
      .getAllByRole(role, { name: /^Confusion of/, hidden: true })
      .map(
        (found) =>
          found.getAttribute('aria-label') ??
          within(found).getByRole('caption', { hidden: true }).textContent,
      );
  expect(names('region')).toEqual(['Confusion of entities, scrolls', 'Confusion of tags, scrolls']);
  expect(names('radiogroup')).toEqual(['Confusion of entities: figures', 'Confusion of tags: figures']);
  expect(new Set(names('table')).size).toBe(2);
});

test('without rows behind them, figures are no buttons, and it says what finds the rows', () => {
  const run = exampleTokenRun();
  const evaluation = exampleTokenEvaluation(200);
  const entities = evaluation.entities === null ? null : { ...evaluation.entities, cells: [] };
  show({ run: { ...run, evaluations: [{ ...evaluation, entities }] } });
  const panel = screen.getByRole('region', { name: 'Entities found, missed and invented' });
  expect(panel).toHaveTextContent('“Evaluate now” finds the rows behind the figures');
  expect(within(panel).queryByRole('button', { name: /entities:/ })).not.toBeInTheDocument();
});

test('where entities were not counted here, it says what counts them', () => {
  const run = exampleTokenRun();
  show({ run: { ...run, evaluations: [exampleTokenEvaluation(200, { entities: null })] } });
  expect(screen.getByText('What became of single entities is not known here')).toBeVisible();
});

test('rows that cannot be read say why', async () => {
  const { change } = show();
  await userEvent.click(screen.getByRole('button', { name: /^6 of 96 entities: PER not found/ }));
  change({ cases: { status: 'failed', failure: { code: 'DATA_CHANGED', details: { dataset: 'news' } } } });
  expect(within(screen.getByRole('dialog')).getByRole('alert')).toHaveTextContent('DATA_CHANGED');
});

import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { StudioProvider } from '../../state/react';
import { exampleRun } from '../../state/testing/example-run';
import { studioWith } from '../../state/testing/test-studio';
import { renderUi } from '../../ui/testing/render-ui';
import { EvaluationPanel } from './evaluation-panel';

async function open(...runs: ReturnType<typeof exampleRun>[]) {
  const studio = await studioWith(...runs);
  renderUi(
    <StudioProvider studio={studio}>
      <EvaluationPanel />
    </StudioProvider>,
  );
  return studio;
}

const done = exampleRun({ status: 'completed' });

beforeEach(() => {
  window.location.hash = '#/evaluate';
});

test('evaluates the test rows of the newest run and shows them', async () => {
  await open(done);
  await userEvent.click(screen.getByRole('radio', { name: 'Test' }));
  await userEvent.click(screen.getByRole('button', { name: 'Evaluate now' }));
  expect(await screen.findByRole('region', { name: 'Result' })).toHaveTextContent('of the test split');
});

test('the address picks the run; without any it points to training', async () => {
  window.location.hash = '#/evaluate/r2';
  await open(done, { ...done, id: 'r2', name: 'Second try', createdAt: 0 });
  expect(screen.getByText(/^Second try:/)).toBeInTheDocument();
  expect(screen.getByRole('combobox', { name: 'Run' })).toHaveValue('Second try');
});

test('nothing trained yet', async () => {
  await open();
  expect(screen.getByRole('link', { name: 'Go to training' })).toBeInTheDocument();
});

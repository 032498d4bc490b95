import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { StudioProvider } from '../../state/react';
import { createReadyStudio, createTestStudio, type TestStudio } from '../../state/testing/test-studio';
import { renderUi } from '../../ui/testing/render-ui';
import { RunsPanel } from './runs-panel';

async function open(studio: TestStudio): Promise<void> {
  await studio.state().runs.load();
  renderUi(
    <StudioProvider studio={studio}>
      <RunsPanel />
    </StudioProvider>,
  );
}

async function stoppedRun(): Promise<TestStudio> {
  const studio = await createReadyStudio();
  const id = await studio.state().runs.start('First try');
  if (id === null) throw new Error('the run did not start');
  await studio.state().runs.stop(id);
  await waitFor(() => expect(studio.state().runs.items[0]?.status).toBe('stopped'));
  return studio;
}

describe('the runs', () => {
  it('point to training while there are none', async () => {
    await open(createTestStudio());
    expect(screen.getByRole('link', { name: 'Go to training' })).toHaveAttribute('href', '#/train');
  });

  it('show what each was and where it stands', async () => {
    await open(await stoppedRun());
    const row = screen.getByRole('row', { name: /First try/ });
    expect(row).toHaveTextContent('Stopped');
    expect(row).toHaveTextContent('titles');
    expect(row).toHaveTextContent('Starter');
    expect(screen.getByRole('link', { name: 'Open First try' })).toHaveAttribute(
      'href',
      expect.stringMatching(/^#\/(train|evaluate)\//),
    );
  });

  it('can be renamed and, after a question, deleted', async () => {
    const user = userEvent.setup();
    const studio = await stoppedRun();
    await open(studio);
    await user.click(screen.getByRole('button', { name: 'First try: rename' }));
    await user.keyboard('Baseline{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Delete Baseline' }));
    await user.click(await screen.findByRole('button', { name: 'Delete run' }));
    expect(await screen.findByText('No runs yet')).toBeVisible();
    expect(await studio.records.runs.list()).toEqual([]);
  });

  it('are not to be deleted while they go on', async () => {
    const studio = await createReadyStudio();
    await studio.state().runs.start('Going on');
    renderUi(
      <StudioProvider studio={studio}>
        <RunsPanel />
      </StudioProvider>,
    );
    expect(screen.getByRole('button', { name: 'Delete Going on' })).toBeDisabled();
    expect(screen.queryByRole('button', { name: 'Resume Going on' })).not.toBeInTheDocument();
  });

  it('come from a cluster too, by folder or zip, and are shown at once', async () => {
    const studio = createTestStudio();
    await open(studio);
    const zip = new File(['PK'], 'finished.zip');
    await userEvent.upload(screen.getByLabelText('Choose a zip (file field)'), zip);
    await waitFor(() => expect(window.location.hash).toBe('#/train/finished-1'));
    const [run] = await studio.records.runs.list();
    expect(run).toMatchObject({ name: 'finished', cluster: { processes: 4 } });
    expect(await screen.findByRole('row', { name: /finished/ })).toHaveTextContent('Completed');
  });

  it('say why a folder is no finished run', async () => {
    const studio = createTestStudio();
    studio.fake.faults.failNext('importRun', 'RUN_NOT_FINISHED', { missing: ['results.json'] });
    await open(studio);
    await userEvent.upload(screen.getByLabelText('Choose a zip (file field)'), new File(['PK'], 'model.zip'));
    expect(await screen.findByRole('alert')).toHaveTextContent('missing: results.json');
    await userEvent.click(screen.getByRole('button', { name: /Dismiss/ }));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});

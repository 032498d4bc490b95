import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { StudioProvider } from '../../state/react';
import { chosenDataset } from '../../state/selectors';
import { loadStudio } from '../../state/store';
import { createTestStudio, TITLES_CSV, type TestStudio } from '../../state/testing/test-studio';
import { renderUi } from '../../ui/testing/render-ui';
import { DataPanel } from './data-panel';

async function open(
  prepare: (studio: TestStudio) => Promise<unknown> = async () => undefined,
): Promise<TestStudio> {
  const studio = createTestStudio();
  await loadStudio(studio);
  await prepare(studio);
  renderUi(
    <StudioProvider studio={studio}>
      <DataPanel />
    </StudioProvider>,
  );
  return studio;
}

const titles = (studio: TestStudio) => studio.state().datasets.createFromText(TITLES_CSV, 'titles.csv');
const dataset = (studio: TestStudio) => {
  const chosen = chosenDataset(studio.state());
  if (chosen === null) throw new Error('no dataset is chosen');
  return chosen;
};

describe('the data step', () => {
  it('welcomes the first visit and takes a file', async () => {
    await open();
    expect(screen.getByRole('heading', { level: 1, name: /your own labels/ })).toBeVisible();
    await userEvent.upload(
      screen.getByLabelText('Choose files (file field)'),
      new File([TITLES_CSV], 'titles.csv', { type: 'text/csv' }),
    );
    const table = await screen.findByRole('table', { name: 'First rows of titles.csv' });
    expect(await within(table).findByText('rates rise by a quarter point')).toBeVisible();
    expect(await screen.findByRole('link', { name: 'Continue to labels' })).toHaveAttribute(
      'href',
      '#/labels',
    );
  });

  it('opens a sample with one click', async () => {
    const studio = await open(async ({ browser }) => browser.own.set('samples/headlines.csv', TITLES_CSV));
    await userEvent.click(screen.getByRole('button', { name: 'Sample headlines' }));
    expect(await screen.findByRole('table', { name: 'First rows of Sample headlines.csv' })).toBeVisible();
    expect(dataset(studio)).toMatchObject({ name: 'Sample headlines', task: 'text-classification' });
  });

  it('says so where a sample cannot be fetched', async () => {
    const studio = await open();
    await userEvent.click(screen.getByRole('button', { name: 'Sample sentences' }));
    await waitFor(() =>
      expect(studio.state().notices.items).toMatchObject([{ failure: { code: 'DATA_SAMPLE_UNREACHABLE' } }]),
    );
    expect(studio.state().datasets.items).toEqual([]);
  });

  it('takes pasted rows', async () => {
    const user = userEvent.setup();
    await open();
    await user.click(screen.getByRole('button', { name: 'Paste rows' }));
    await user.click(await screen.findByRole('textbox', { name: 'Rows' }));
    await user.paste(TITLES_CSV);
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'From the sheet');
    await user.click(screen.getByRole('button', { name: 'Use these rows' }));
    await waitFor(() =>
      expect(screen.getByRole('heading', { level: 1, hidden: true })).toHaveTextContent('From the sheet'),
    );
  });

  it('says why a file cannot be read, and lets that be dismissed', async () => {
    const studio = await open();
    studio.fake.faults.failNext('importFile', 'DATA_BINARY_FILE', { file: 'a.xlsx' });
    await userEvent.upload(screen.getByLabelText('Choose files (file field)'), new File(['PK'], 'a.csv'));
    expect(await screen.findByRole('alert')).toHaveTextContent('DATA_BINARY_FILE');
    await userEvent.click(screen.getByRole('button', { name: /^Dismiss/ }));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('shows a reading file with a way to stop it', async () => {
    const studio = await open();
    studio.fake.faults.hold('importFile');
    await userEvent.upload(
      screen.getByLabelText('Choose files (file field)'),
      new File([TITLES_CSV], 'a.csv'),
    );
    expect(await screen.findByRole('progressbar', { name: 'Finding rows: a.csv' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel: Finding rows: a.csv' }));
    await waitFor(() => expect(screen.queryByRole('progressbar')).not.toBeInTheDocument());
  });

  it('lists left-out rows with their numbers and reasons', async () => {
    await open(titles);
    const table = await screen.findByRole('table', { name: 'Rows left out' });
    const cells = within(table)
      .getAllByRole('cell')
      .map((cell) => cell.textContent);
    expect(cells.slice(0, 3)).toEqual(['7', '8', 'no text']);
  });

  it('changes what a column is used for', async () => {
    const studio = await open(titles);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Role of column title' }), 'Not used');
    expect(screen.getByRole('button', { name: 'Continue to labels' })).toBeDisabled();
    expect(dataset(studio).mapping).toMatchObject({ text: 'title' });
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Role of column label' }), 'Text');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Role of column title' }), 'Label');
    await waitFor(() => expect(dataset(studio).mapping).toMatchObject({ text: 'label', label: 'title' }));
  });

  it('reads a file again with other options', async () => {
    const studio = await open(titles);
    await userEvent.click(screen.getByRole('button', { name: 'Reading options of titles.csv' }));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Delimiter' }), 'Semicolon ;');
    await waitFor(() => expect(dataset(studio).files[0]?.options).toMatchObject({ delimiter: ';' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(/DATA_NO_(LABEL|TEXT)_COLUMN/);
  });

  it('changes shares and seed of the split', async () => {
    const user = userEvent.setup();
    const studio = await open(titles);
    const field = await screen.findByRole('textbox', { name: 'Test share' });
    await user.clear(field);
    await user.type(field, '20');
    await waitFor(() => expect(dataset(studio).split.testShare).toBe(0.2));
    await user.clear(field);
    await user.type(field, '89');
    expect(await screen.findByRole('alert')).toHaveTextContent('Keep their sum below 95 %');
  });

  it('adds a test file, whose name says what it is for', async () => {
    const studio = await open(titles);
    await userEvent.upload(
      screen.getByLabelText('Add a file (file field)'),
      new File([TITLES_CSV], 'titles-test.csv'),
    );
    expect(await screen.findByRole('combobox', { name: 'Use of titles-test.csv' })).toHaveValue('test');
    await waitFor(() => expect(screen.getByText(/from its own file/)).toBeVisible());
    await userEvent.click(screen.getByRole('button', { name: 'Remove titles-test.csv' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Remove file' }));
    await waitFor(() => expect(dataset(studio).files).toHaveLength(1));
  });

  it('renames and deletes datasets', async () => {
    const user = userEvent.setup();
    const studio = await open(titles);
    const library = screen.getByRole('table', { name: 'Datasets in this browser' });
    await user.click(within(library).getByRole('button', { name: 'titles: rename' }));
    await user.keyboard('Headlines{Enter}');
    await waitFor(() => expect(dataset(studio).name).toBe('Headlines'));
    await user.click(screen.getByRole('button', { name: 'Delete Headlines' }));
    await user.click(await screen.findByRole('button', { name: 'Delete dataset' }));
    expect(await screen.findByRole('heading', { level: 1, name: /your own labels/ })).toBeVisible();
    expect(await studio.records.datasets.list()).toEqual([]);
  });

  it('offers another count after a failed one', async () => {
    await open(async (studio) => {
      studio.fake.faults.failNext('inspect', 'DATA_COLUMN_MISSING', { file: 'titles.csv', column: 'label' });
      await titles(studio);
    });
    expect(screen.getByRole('alert')).toHaveTextContent('DATA_COLUMN_MISSING');
    expect(screen.getByRole('button', { name: 'Continue to labels' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Count again' }));
    expect(await screen.findByRole('link', { name: 'Continue to labels' })).toBeVisible();
  });

  it('takes out a file that does not fit the others', async () => {
    const studio = await open(titles);
    studio.fake.faults.failNext('inspect', 'DATA_COLUMN_MISSING', { file: 'other.csv', column: 'title' });
    await userEvent.upload(
      screen.getByLabelText('Add a file (file field)'),
      new File(['a,b\n1,2'], 'other.csv'),
    );
    const failure = await screen.findByRole('alert');
    await userEvent.click(within(failure).getByRole('button', { name: 'Remove other.csv' }));
    await waitFor(() => expect(dataset(studio).files.map((file) => file.name)).toEqual(['titles.csv']));
    expect(await screen.findByRole('link', { name: 'Continue to labels' })).toBeVisible();
  });
});

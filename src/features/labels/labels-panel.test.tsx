import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { StudioProvider } from '../../state/react';
import { valueOf } from '../../state/remote';
import { chosenDataset } from '../../state/selectors';
import { loadStudio } from '../../state/store';
import { createTestStudio, type TestStudio } from '../../state/testing/test-studio';
import { renderUi } from '../../ui/testing/render-ui';
import { LabelsPanel } from './labels-panel';

const ROWS = Array.from(
  { length: 240 },
  (_, i) => `a headline about thing ${i},${['news', 'sport', 'Sport'][i % 3]}`,
);

async function open(csv: string | null): Promise<TestStudio> {
  const studio = createTestStudio();
  if (csv !== null) await studio.state().datasets.createFromText(csv, 'titles.csv');
  renderUi(
    <StudioProvider studio={studio}>
      <LabelsPanel />
    </StudioProvider>,
  );
  return studio;
}

const labels = (studio: TestStudio): readonly string[] => {
  const id = chosenDataset(studio.state())?.id ?? '';
  return valueOf(studio.state().datasets.reports[id])?.labelMap.labels ?? [];
};

describe('the labels step', () => {
  const csv = ['title,label', ...ROWS].join('\n');

  it('sends whoever has no data to the data step', async () => {
    await open(null);
    expect(screen.getByRole('link', { name: 'Add a file' })).toHaveAttribute('href', '#/data');
  });

  it('shows each label with its counts in id order', async () => {
    const studio = await open(csv);
    const rows = within(screen.getByRole('table', { name: 'Labels' })).getAllByRole('rowheader');
    expect(rows.map((row) => row.textContent)).toEqual(labels(studio));
    expect(screen.getByRole('link', { name: 'Continue to model' })).toHaveAttribute('href', '#/model');
  });

  it('renames a label', async () => {
    const user = userEvent.setup();
    const studio = await open(csv);
    await user.click(screen.getByRole('button', { name: 'news: rename' }));
    await user.keyboard('World{Enter}');
    await waitFor(() => expect(labels(studio)).toContain('World'));
    expect(await screen.findByText('also “news”')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Labels as in the files' }));
    await waitFor(() => expect(labels(studio)).not.toContain('World'));
  });

  it('merges selected labels under a chosen name', async () => {
    const user = userEvent.setup();
    const studio = await open(csv);
    expect(screen.getByRole('button', { name: 'Merge selected' })).toBeDisabled();
    await user.click(screen.getByRole('checkbox', { name: 'Select news' }));
    await user.click(screen.getByRole('checkbox', { name: 'Select sport' }));
    await user.click(screen.getByRole('button', { name: 'Merge 2 labels' }));
    const name = await screen.findByRole('textbox', { name: 'Name of the merged label' });
    await user.clear(name);
    await user.type(name, 'all{Enter}');
    await waitFor(() => expect(labels(studio).toSorted()).toEqual(['Sport', 'all']));
  });

  it('offers to merge spellings of one label', async () => {
    const studio = await open(csv);
    await userEvent.click(screen.getByRole('button', { name: /^Merge into/ }));
    await waitFor(() => expect(labels(studio)).toHaveLength(2));
  });

  it('leaves labels out, takes them in again, and says when too few are left', async () => {
    const user = userEvent.setup();
    const studio = await open(csv);
    await user.click(screen.getByRole('button', { name: 'Leave out sport' }));
    await user.click(await screen.findByRole('button', { name: 'Leave out Sport' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Only one label');
    expect(screen.getByRole('button', { name: 'Continue to model' })).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Take in sport' }));
    expect(await screen.findByRole('link', { name: 'Continue to model' })).toBeVisible();
    expect(labels(studio).toSorted()).toEqual(['news', 'sport']);
  });

  it('moves a label to another id, and the maps follow', async () => {
    const user = userEvent.setup();
    const studio = await open(csv);
    const [first, second] = labels(studio);
    await user.click(screen.getByRole('button', { name: `Move ${first} down` }));
    await waitFor(() => expect(labels(studio).slice(0, 2)).toEqual([second, first]));
    const map = screen.getByRole('region', { name: 'id2label' });
    await waitFor(() => expect(JSON.parse(map.textContent)).toMatchObject({ '0': second, '1': first }));
  });

  it('says so where sentences cannot be cut into tokens, and tries again', async () => {
    const studio = createTestStudio();
    await loadStudio(studio);
    await studio.state().datasets.createFromText('tokens,tags\nAnn left,B-PER O\n', 'names.csv');
    studio.fake.faults.failNext('alignRows', 'MODEL_NOT_FOUND', {});
    renderUi(
      <StudioProvider studio={studio}>
        <LabelsPanel />
      </StudioProvider>,
    );
    expect(await screen.findByText('The sentences could not be cut into tokens')).toBeVisible();
    expect(studio.state().notices.items).toMatchObject([{ failure: { code: 'MODEL_NOT_FOUND' } }]);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    const sentences = await screen.findByRole('list', { name: 'Sentences as the model sees them' });
    expect(sentences).toHaveTextContent('Ann');
  });

  it('says so where no type of entity is left, and takes one in again', async () => {
    const user = userEvent.setup();
    const studio = createTestStudio();
    await studio.state().datasets.createFromText('tokens,tags\nAnn left,B-PER O\n', 'names.csv');
    renderUi(
      <StudioProvider studio={studio}>
        <LabelsPanel />
      </StudioProvider>,
    );
    await user.click(await screen.findByRole('button', { name: 'Leave out PER' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('No type of entity');
    await user.click(screen.getByRole('button', { name: 'Take in PER' }));
    await waitFor(() => expect(labels(studio)).toEqual(['PER']));
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { paths } from '../../core/contract/storage';
import { valueOf } from '../remote';
import { chosenDataset } from '../selectors';
import { createReadyStudio, createTestStudio, TITLES_CSV, type TestStudio } from '../testing/test-studio';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const codes = ({ state }: TestStudio): string[] => state().notices.items.map(({ failure }) => failure.code);
const csv = (name: string, text: string = TITLES_CSV): File => new File([text], name);
const dataset = (studio: TestStudio) => {
  const chosen = chosenDataset(studio.state());
  if (chosen === null) throw new Error('no dataset is chosen');
  return chosen;
};
const report = (studio: TestStudio) => {
  const found = valueOf(studio.state().datasets.reports[dataset(studio).id]);
  if (found === null) throw new Error('the dataset is not inspected');
  return found;
};

describe('datasets', () => {
  test('a file becomes a saved, chosen and inspected dataset', async () => {
    const studio = createTestStudio();
    const id = await studio.state().datasets.create([csv('titles.csv')]);
    await vi.waitFor(() => expect(studio.state().datasets.reports[id ?? '']?.status).toBe('ready'));
    expect(dataset(studio)).toMatchObject({ id, name: 'titles', mapping: { text: 'title', label: 'label' } });
    expect(report(studio)).toMatchObject({ rowCount: 12, labelMap: { labels: ['no', 'yes'] } });
    expect(await studio.records.datasets.get(id ?? '')).toEqual(dataset(studio));
    expect(studio.state().datasets.imports).toEqual([]);
    expect(studio.browser.persistAsked).toBe(1);
  });

  test('several files get their roles from their names', async () => {
    const studio = createTestStudio();
    await studio.state().datasets.create([csv('train.csv'), csv('test.csv')]);
    expect(dataset(studio).files.map(({ role }) => role)).toEqual(['train', 'test']);
  });

  test('a file that cannot be read leaves its failure, and no dataset', async () => {
    const studio = createTestStudio();
    expect(await studio.state().datasets.create([csv('empty.csv', '')])).toBeNull();
    expect(studio.state().datasets.items).toEqual([]);
    const [job] = studio.state().datasets.imports;
    expect(job).toMatchObject({
      name: 'empty.csv',
      failure: { code: 'DATA_EMPTY_FILE', details: { file: 'empty.csv' } },
    });
    studio.state().datasets.dismissImport(job?.id ?? '');
    expect(studio.state().datasets.imports).toEqual([]);
  });

  test('one bad file does not take the good one with it', async () => {
    const studio = createTestStudio();
    await studio.state().datasets.create([csv('train.csv'), csv('test.csv', '')]);
    expect(dataset(studio).files.map(({ name }) => name)).toEqual(['train.csv']);
    expect(studio.state().datasets.imports).toHaveLength(1);
  });

  test('an import shows progress and can be cancelled', async () => {
    const studio = createTestStudio();
    const release = studio.fake.faults.hold('importFile');
    const creating = studio.state().datasets.create([csv('titles.csv')]);
    await vi.waitFor(() => expect(studio.state().datasets.imports[0]?.progress?.stage).toBe('parsing'));
    studio.state().datasets.cancelImport(studio.state().datasets.imports[0]?.id ?? '');
    expect(await creating).toBeNull();
    expect(studio.state().datasets.imports).toEqual([]);
    expect(codes(studio)).toEqual([]);
    release();
  });

  test('labels are changed from those in use, saved and counted again', async () => {
    const studio = await createReadyStudio();
    const { id } = dataset(studio);
    await studio.state().datasets.renameLabel(id, 'yes', 'clickbait');
    expect(dataset(studio).labelMap).toEqual({
      labels: ['no', 'clickbait'],
      assign: { no: 'no', yes: 'clickbait' },
    });
    expect(report(studio).labelMap.labels).toEqual(['no', 'clickbait']);
    await studio.state().datasets.dropLabel(id, 'no');
    expect(report(studio).excludedCounts['dropped-label']).toBe(5);
    await studio.state().datasets.restoreLabel(id, 'no');
    await studio.state().datasets.moveLabel(id, 'no', 0);
    expect((await studio.records.datasets.get(id))?.labelMap?.labels).toEqual(['no', 'clickbait']);
    await studio.state().datasets.resetLabels(id);
    expect(dataset(studio).labelMap).toBeNull();
  });

  test('another label column starts with its own labels', async () => {
    const studio = await createReadyStudio();
    const { id, mapping } = dataset(studio);
    if (mapping?.task !== 'text-classification') throw new Error('no columns are mapped');
    await studio.state().datasets.dropLabel(id, 'no');
    await studio.state().datasets.setMapping(id, { ...mapping, textPair: 'label' });
    expect(dataset(studio).labelMap).not.toBeNull();
    await studio.state().datasets.setMapping(id, { ...mapping, label: 'title' });
    expect(dataset(studio).labelMap).toBeNull();
  });

  test('types of entities do not inherit the labels of texts, though their column is the same', async () => {
    const studio = createTestStudio();
    await studio.state().datasets.create([csv('names.csv', 'tokens,tags\nAnn left,B-PER O\nno one,O O')]);
    const { id } = dataset(studio);
    const byText = { text: 'tokens', textPair: null, label: 'tags', split: null };
    const byTags = { layout: 'lists', tokens: 'tokens', tags: 'tags', split: null } as const;
    await studio.state().datasets.setMapping(id, { task: 'text-classification', ...byText });
    await studio.state().datasets.renameLabel(id, 'O O', 'nobody');
    await studio.state().datasets.setMapping(id, { task: 'token-classification', ...byTags });
    expect(report(studio).labelMap.labels).toEqual(['PER']);
  });

  test('columns that come with a later file bring their task with them', async () => {
    const studio = createTestStudio();
    await studio.state().datasets.create([csv('notes.csv', 'note\nnothing here\n')]);
    const { id, files } = dataset(studio);
    expect(dataset(studio)).toMatchObject({ mapping: null, task: 'text-classification' });
    await studio.state().datasets.addFile(id, csv('names.csv', 'tokens,tags\nAnn left,B-PER O'), 'auto');
    await studio.state().datasets.removeFile(id, files[0]?.id ?? '');
    expect(dataset(studio)).toMatchObject({
      mapping: { task: 'token-classification' },
      task: 'token-classification',
    });
    expect(studio.state().setup.task).toBe('token-classification');
  });

  test('reading a file again takes the new columns where the old are gone', async () => {
    const studio = await createReadyStudio();
    const { id, files } = dataset(studio);
    const options = {
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ',',
      quote: '"',
      hasHeader: false,
    } as const;
    await studio.state().datasets.reparse(id, files[0]?.id ?? '', options);
    expect(dataset(studio)).toMatchObject({
      files: [{ options, rowCount: 13 }],
      mapping: { text: 'column 1', label: 'column 2' },
    });
  });

  test('a failed inspection is kept with the dataset', async () => {
    const studio = await createReadyStudio();
    const { id } = dataset(studio);
    studio.fake.faults.failNext('inspect', 'DATA_COLUMN_MISSING', { column: 'label' });
    await studio.state().datasets.inspect(id);
    expect(studio.state().datasets.reports[id]).toMatchObject({
      status: 'failed',
      failure: { code: 'DATA_COLUMN_MISSING' },
    });
  });

  test('files come and go', async () => {
    const studio = await createReadyStudio();
    const { id } = dataset(studio);
    await studio.state().datasets.addFile(id, csv('more.csv'), 'test');
    expect(dataset(studio).files.map(({ role }) => role)).toEqual(['auto', 'test']);
    const added = dataset(studio).files[1]?.id ?? '';
    await studio.files.write(paths.source(id, added), 'bytes');
    await studio.state().datasets.setRole(id, added, 'validation');
    expect(dataset(studio).files[1]?.role).toBe('validation');
    await studio.state().datasets.removeFile(id, added);
    expect(dataset(studio).files).toHaveLength(1);
    expect(await studio.files.exists(paths.source(id, added))).toBe(false);
    expect(await studio.state().datasets.readRows(id, dataset(studio).files[0]?.id ?? '', 1, 2)).toHaveLength(
      2,
    );
  });

  test('removing takes record and files; what cannot be saved is told', async () => {
    const studio = await createReadyStudio();
    const { id } = dataset(studio);
    await studio.files.write(paths.source(id, 'f'), 'bytes');
    await studio.state().datasets.remove(id);
    expect(await studio.records.datasets.list()).toEqual([]);
    expect(await studio.files.list(paths.dataset(id))).toEqual([]);
    expect(studio.state().setup.datasetId).toBeNull();
    await studio.state().datasets.rename(id, 'gone');
    expect(codes(studio)).toEqual(['STORAGE_NOT_FOUND']);
  });
});

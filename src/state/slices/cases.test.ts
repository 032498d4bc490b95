import { describe, expect, test } from 'vitest';
import { valueOf } from '../remote';
import { loadStudio } from '../store';
import { createReadyStudio, createTestStudio, type TestStudio } from '../testing/test-studio';

const SENTENCES = [
  'tokens,tags',
  'Ann met Bo,B-PER O B-PER',
  'Lisbon is old,B-LOC O O',
  'Ann left Lisbon,B-PER O B-LOC',
  'nobody came,O O',
].join('\n');

/** A studio with a run on tagged sentences, or on titles with labels. */
async function trained(studio: TestStudio): Promise<{ studio: TestStudio; runId: string; fileId: string }> {
  const runId = await studio.state().runs.start('A run');
  const fileId = studio.state().datasets.items[0]?.files[0]?.id;
  if (runId === null || fileId === undefined) throw new Error('there is no run');
  return { studio, runId, fileId };
}

async function tagged() {
  const studio = createTestStudio();
  await loadStudio(studio);
  await studio.state().datasets.createFromText(SENTENCES, 'names.csv');
  await studio.state().setup.refresh();
  return trained(studio);
}

describe('rows behind a figure', () => {
  test('are texts with what the best weights say about them', async () => {
    const { studio, runId, fileId } = await trained(await createReadyStudio());
    await studio.state().cases.open(runId, [
      { fileId, row: 2 },
      { fileId, row: 10 },
    ]);
    const { rows, answers } = studio.state().cases;
    expect(valueOf(rows)?.map(({ row, text, words }) => [row, text, words])).toEqual([
      [2, 'rates rise by a quarter point', null],
      [10, 'nobody expected these photos', null],
    ]);
    expect(valueOf(answers)).toHaveLength(2);
  });

  test('are words with their true tags, asked as one text', async () => {
    const { studio, runId, fileId } = await tagged();
    await studio.state().cases.open(runId, [{ fileId, row: 3 }]);
    const { rows, answers } = studio.state().cases;
    expect(valueOf(rows)).toMatchObject([
      {
        row: 3,
        fileName: 'names.csv',
        text: 'Ann left Lisbon',
        words: [
          { text: 'Ann', tag: 'B-PER' },
          { text: 'left', tag: 'O' },
          { text: 'Lisbon', tag: 'B-LOC' },
        ],
      },
    ]);
    expect(valueOf(answers)).toMatchObject([{ task: 'token-classification', text: 'Ann left Lisbon' }]);
  });

  test('stay readable when the run cannot answer', async () => {
    const { studio, runId, fileId } = await tagged();
    studio.fake.faults.failNext('predict', 'GPU_OUT_OF_MEMORY');
    await studio.state().cases.open(runId, [{ fileId, row: 1 }]);
    expect(studio.state().cases.rows.status).toBe('ready');
    expect(studio.state().cases.answers).toMatchObject({ failure: { code: 'GPU_OUT_OF_MEMORY' } });
  });

  test('stay readable when the model has left the library', async () => {
    const { studio, runId, fileId } = await tagged();
    await studio.state().runs.stop(runId);
    await studio.state().models.remove(studio.state().models.items[0]?.id ?? '');
    await studio.state().cases.open(runId, [{ fileId, row: 3 }]);
    expect(valueOf(studio.state().cases.rows)).toMatchObject([{ row: 3, text: 'Ann left Lisbon' }]);
  });

  test('are not there any more when the dataset is gone', async () => {
    const { studio, runId, fileId } = await tagged();
    await studio.state().runs.stop(runId);
    await studio.state().datasets.remove(studio.state().datasets.items[0]?.id ?? '');
    await studio.state().cases.open(runId, [{ fileId, row: 1 }]);
    expect(studio.state().cases.rows).toMatchObject({ status: 'failed', failure: { code: 'DATA_CHANGED' } });
    expect(studio.state().cases.answers.status).toBe('idle');
  });

  test('of one figure do not come into another, nor after it is closed', async () => {
    const { studio, runId, fileId } = await tagged();
    const release = studio.fake.faults.hold('alignRows');
    const first = studio.state().cases.open(runId, [{ fileId, row: 1 }]);
    const second = studio.state().cases.open(runId, [{ fileId, row: 2 }]);
    release();
    await Promise.all([first, second]);
    expect(valueOf(studio.state().cases.rows)?.map(({ row }) => row)).toEqual([2]);
    const third = studio.state().cases.open(runId, [{ fileId, row: 1 }]);
    studio.state().cases.close();
    await third;
    expect(studio.state().cases.rows.status).toBe('idle');
  });
});

import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type DatasetFile, type DatasetRecord, DEFAULT_TAGGING } from '../../../src/core/contract/dataset';
import { createMemoryFileStore } from '../../../src/storage/memory-file-store';
import { readZipDirectory } from '../models/zip-directory';
import { entryBytes } from '../models/zip-files';
import { OperationRegistry } from '../operations';
import { importTable } from './import-table';
import { packDataset } from './pack-dataset';

const files = createMemoryFileStore();
const operations = new OperationRegistry();

/** A dataset of one file, as it is when it was just read. */
async function read(text: string, name: string, changes: Partial<DatasetRecord> = {}) {
  const file: DatasetFile = await operations.run('import', (operation) =>
    importTable(files, new File([text], name), { datasetId: 'd', fileId: 'f' }, operation),
  );
  return {
    id: 'd',
    name: 'My titles',
    task: file.proposal?.task ?? 'text-classification',
    createdAt: 0,
    updatedAt: 0,
    files: [file],
    mapping: file.proposal,
    labelMap: null,
    split: { seed: 1, validationShare: 0, testShare: 0 },
    tagging: DEFAULT_TAGGING,
    ...changes,
  } satisfies DatasetRecord;
}

/** The files of the packed zip, by name. */
async function pack(dataset: DatasetRecord) {
  const packed = await operations.run('pack', (operation) =>
    packDataset(files, { dataset, repo: 'maria/titles' }, operation),
  );
  const zip = new File([await files.read(packed.path)], 'packed.zip');
  expect(packed.sizeBytes).toBe(zip.size);
  const entries = await readZipDirectory(zip);
  const contents = await Promise.all(
    entries.map(async (entry) => [entry.path, await (await entryBytes(zip, entry)).arrayBuffer()] as const),
  );
  return new Map(contents);
}

const textOf = (contents: ReadonlyMap<string, ArrayBuffer>, name: string): string =>
  new TextDecoder().decode(contents.get(name));

const featuresOf = (file: ArrayBuffer): unknown => {
  const text = parquetMetadata(file).key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  return z.object({ info: z.object({ features: z.unknown() }) }).parse(JSON.parse(text ?? '')).info.features;
};

test('texts go with their labels as they were renamed, split as the file says, without the rows left out', async () => {
  const text = [
    'text,label,split',
    'Good film,pos,train',
    'Bad film,neg,train',
    ',neg,train',
    'Fine,positive,test',
    'Odd,junk,train',
    'Good again,pos,train',
    '',
  ].join('\n');
  const dataset = await read(text, 'films.csv', {
    labelMap: {
      labels: ['bad', 'good'],
      assign: { neg: 'bad', pos: 'good', positive: 'good', junk: null },
    },
  });
  const contents = await pack({
    ...dataset,
    mapping: { task: 'text-classification', text: 'text', textPair: null, label: 'label', split: 'split' },
  });
  expect([...contents.keys()]).toEqual([
    'README.md',
    'repairs.json',
    'data/train.parquet',
    'data/test.parquet',
  ]);
  const train = contents.get('data/train.parquet') ?? new ArrayBuffer(0);
  expect(await parquetReadObjects({ file: train })).toEqual([
    { text: 'Good film', label: 1n },
    { text: 'Bad film', label: 0n },
    { text: 'Good again', label: 1n },
  ]);
  expect(featuresOf(train)).toEqual({
    text: { dtype: 'string', _type: 'Value' },
    label: { names: ['bad', 'good'], _type: 'ClassLabel' },
  });
  expect(JSON.parse(textOf(contents, 'repairs.json'))).toMatchObject({
    format: 'tabtune-repairs',
    files: [{ name: 'films.csv', rows: 6, reading: { format: 'csv', delimiter: ',' }, tags: null }],
    labels: [
      { from: 'pos', to: 'good', count: 2 },
      { from: 'neg', to: 'bad', count: 1 },
      { from: 'positive', to: 'good', count: 1 },
      { from: 'junk', to: null, count: 1 },
    ],
    leftOut: [
      { reason: 'empty-text', rows: 1 },
      { reason: 'dropped-label', rows: 1 },
    ],
    rows: [
      { file: 'films.csv', row: 3, line: 4, leftOut: 'empty-text', repaired: null },
      { file: 'films.csv', row: 5, line: 6, leftOut: 'dropped-label', repaired: null },
    ],
    splits: { seed: 1, origin: { train: 'column', test: 'column', validation: 'none' } },
  });
  const card = textOf(contents, 'README.md');
  expect(card).toContain('task_categories:\n- text-classification');
  expect(card).toContain('- split: test\n    path: data/test.parquet');
  expect(card).toContain('load_dataset("maria/titles")');
  expect(card).toContain('names:\n          "0": bad\n          "1": good');
  expect(card).toContain('| junk | dropped | 1 |');
  expect(card).toContain('| no text | 1 |');
  // What was left out stays out, in every file.
  for (const name of ['README.md', 'repairs.json']) expect(textOf(contents, name)).not.toContain('Odd');
});

test('words go with IOB2 tags, repaired as was chosen', async () => {
  const text = [
    'tokens,tags',
    'Ada lives in Berlin,I-PER O O I-LOC',
    'Nothing here,O',
    'Grace Hopper,B-PER I-PER',
    '',
  ].join('\n');
  const dataset = await read(text, 'names.csv', { tagging: { ...DEFAULT_TAGGING, schemes: { f: 'IOB2' } } });
  const contents = await pack(dataset);
  const train = contents.get('data/train.parquet') ?? new ArrayBuffer(0);
  const tags = ['B-LOC', 'B-PER', 'I-PER', 'O'];
  const number = (tag: string) => BigInt(tags.indexOf(tag));
  expect(featuresOf(train)).toMatchObject({ tags: { feature: { names: tags } } });
  expect(await parquetReadObjects({ file: train })).toEqual([
    { tokens: ['Ada', 'lives', 'in', 'Berlin'], tags: ['B-PER', 'O', 'O', 'B-LOC'].map(number) },
    { tokens: ['Grace', 'Hopper'], tags: ['B-PER', 'I-PER'].map(number) },
  ]);
  expect(JSON.parse(textOf(contents, 'repairs.json'))).toMatchObject({
    problems: [
      { kind: 'unequal-lengths', rows: 1, choice: 'leave-out' },
      { kind: 'ill-formed-tags', rows: 1, choice: 'repair' },
    ],
    rows: [
      { row: 2, leftOut: 'unequal-lengths', repaired: null },
      { row: 1, leftOut: null, repaired: 'ill-formed-tags' },
    ],
  });
  const card = textOf(contents, 'README.md');
  expect(card).toContain('| tags against their scheme | 1 | Begin or end the entity there |');
  expect(card).toContain('| more words than tags, or fewer | 1 | left out |');
});

test('a dataset without a usable row is refused, and leaves nothing behind', async () => {
  const dataset = await read('text,label\ngood,\nbad,\n', 'empty.csv', {
    mapping: { task: 'text-classification', text: 'text', textPair: null, label: 'label', split: null },
    task: 'text-classification',
  });
  await files.remove('datasets/d/packed.zip');
  await expect(pack(dataset)).rejects.toMatchObject({ code: 'DATA_NO_USABLE_ROWS' });
  expect(await files.exists('datasets/d/packed.zip')).toBe(false);
});

import { describe, expect, it } from 'vitest';
import {
  type DatasetFile,
  type DatasetRecord,
  DEFAULT_TAGGING,
  type TextMapping,
} from '../../core/contract/dataset';
import { AppError } from '../../core/contract/errors';
import { Survey, textsOf } from './survey';

const mapping: TextMapping = {
  task: 'text-classification',
  text: 'text',
  textPair: null,
  label: 'label',
  split: null,
};

const file = (id: string, columns: readonly string[], role: DatasetFile['role'] = 'auto'): DatasetFile => ({
  id,
  name: `${id}.csv`,
  role,
  sizeBytes: 1,
  options: { format: 'csv', encoding: 'utf-8', delimiter: ',', quote: '"', hasHeader: true },
  rowCount: 0,
  columns: columns.map((name) => ({
    name,
    filled: 0,
    distinct: 0,
    meanLength: 0,
    examples: [],
    names: null,
  })),
  notices: [],
  noticeCount: 0,
  proposal: null,
  alternatives: [],
});

const dataset = (files: DatasetFile[], changes: Partial<DatasetRecord> = {}): DatasetRecord => ({
  id: 'd',
  name: 'd',
  task: 'text-classification',
  createdAt: 0,
  updatedAt: 0,
  files,
  mapping,
  labelMap: null,
  split: { seed: 1, validationShare: 0, testShare: 0 },
  tagging: DEFAULT_TAGGING,
  ...changes,
});

type Rows = readonly (readonly string[])[];

function survey(record: DatasetRecord, tables: readonly Rows[]) {
  if (record.mapping?.task !== 'text-classification') throw new Error('no texts');
  const each = new Survey(record, record.mapping);
  for (const [fileIndex, rows] of tables.entries()) {
    for (const [i, cells] of rows.entries()) each.add(fileIndex, { row: i + 1, line: i + 2, cells });
  }
  return each.finish();
}

function codeOf(work: () => unknown): unknown {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.failure;
    throw thrown;
  }
  return null;
}

describe('Survey', () => {
  const columns = ['label', 'text'];

  it('counts and lists every row that is not used, with its place in the file', () => {
    const record = dataset([file('a', columns)], {
      labelMap: { labels: ['ham', 'spam'], assign: { ham: 'ham', spam: 'spam', junk: null } },
    });
    const { report, fate } = survey(record, [
      [
        [' ham ', 'one'],
        ['spam', '  '],
        ['', 'three'],
        ['junk', 'four'],
        ['new', 'five'],
        ['spam', 'six'],
      ],
    ]);
    expect(report.rowCount).toBe(6);
    expect(report.excludedCounts).toMatchObject({
      'empty-text': 1,
      'empty-label': 1,
      'dropped-label': 1,
      'unknown-split': 0,
    });
    expect(report.excluded).toEqual([
      { fileId: 'a', row: 2, line: 3, reason: 'empty-text', excerpt: 'spam' },
      { fileId: 'a', row: 3, line: 4, reason: 'empty-label', excerpt: 'three' },
      { fileId: 'a', row: 4, line: 5, reason: 'dropped-label', excerpt: 'junk | four' },
    ]);
    expect(report.labelMap.labels).toEqual(['ham', 'spam', 'new']);
    expect(report.counts).toEqual({ train: [1, 1, 1], validation: [0, 0, 0], test: [0, 0, 0] });
    expect(report.values.toSorted((a, b) => (a.raw < b.raw ? -1 : 1))).toEqual([
      { raw: 'ham', count: 1 },
      { raw: 'junk', count: 1 },
      { raw: 'new', count: 1 },
      { raw: 'spam', count: 1 },
    ]);
    expect([0, 1, 2, 3, 4, 5].map((i) => fate(i)?.label ?? null)).toEqual([0, null, null, null, 2, 1]);
    expect(report.origin).toEqual({ train: 'file', validation: 'none', test: 'none' });
  });

  it('follows a split column, whatever its words, and excludes what it does not understand', () => {
    const record = dataset([file('a', [...columns, 'split'])], { mapping: { ...mapping, split: 'split' } });
    const { report } = survey(record, [
      [
        ['x', 't', 'Train'],
        ['y', 't', 'training'],
        ['x', 't', 'dev'],
        ['y', 't', ' EVAL '],
        ['y', 't', 'unused'],
      ],
    ]);
    expect(report.counts).toEqual({ train: [1, 1], validation: [1, 0], test: [0, 1] });
    expect(report.excludedCounts['unknown-split']).toBe(1);
    expect(report.origin).toEqual({ train: 'column', validation: 'column', test: 'column' });
  });

  it('cuts shares from training rows only for splits that nothing else gives', () => {
    const rows: Rows = Array.from({ length: 100 }, (_, i) => [i % 2 ? 'x' : 'y', 't']);
    const split = { seed: 5, validationShare: 0.1, testShare: 0.2 };
    const alone = survey(dataset([file('a', columns)], { split }), [rows]).report;
    expect(alone.counts).toEqual({ train: [35, 35], validation: [5, 5], test: [10, 10] });
    expect(alone.origin).toEqual({ train: 'share', validation: 'share', test: 'share' });
    const files = [file('a', columns), file('b', columns, 'test')];
    const withTest = survey(dataset(files, { split }), [rows, rows.slice(0, 10)]).report;
    expect(withTest.counts).toEqual({ train: [45, 45], validation: [5, 5], test: [5, 5] });
    expect(withTest.origin).toEqual({ train: 'share', validation: 'share', test: 'file' });
  });

  it('names the missing column and its file', () => {
    const record = dataset([file('a', columns), file('b', ['text', 'class'])]);
    expect(codeOf(() => new Survey(record, mapping))).toEqual({
      code: 'DATA_COLUMN_MISSING',
      details: { file: 'b.csv', column: 'label' },
    });
    const withSplit = { ...mapping, split: 'split' };
    const given = dataset([file('a', columns, 'train')], { mapping: withSplit });
    expect(codeOf(() => new Survey(given, withSplit))).toBeNull();
  });

  it('reads one text, or two', () => {
    const row = { row: 1, line: 2, cells: ['x', ' one ', 'two '] };
    const withPair = file('a', [...columns, 'second']);
    expect(textsOf(withPair, mapping)(row)).toEqual({ text: 'one' });
    expect(textsOf(withPair, { ...mapping, textPair: 'second' })(row)).toEqual({ text: 'one', pair: 'two' });
  });
});

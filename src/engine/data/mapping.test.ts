import { describe, expect, it } from 'vitest';
import { columnNames } from './column-names';
import { proposeMappings } from './mapping';
import { ColumnProfiler, DISTINCT_LIMIT, shorten, toProfile } from './profile';

function propose(header: readonly string[], rows: readonly (readonly string[])[]) {
  const profilers = header.map((name) => new ColumnProfiler(name));
  for (const cells of rows) for (const [i, profiler] of profilers.entries()) profiler.add(cells[i] ?? '');
  return proposeMappings(profilers.map((profiler) => profiler.statistics()))[0] ?? null;
}

const sentence = (i: number): string => `This is sentence number ${i}, with some words in it.`;
const rows = (make: (i: number) => string[]) => Array.from({ length: 60 }, (_, i) => make(i));
const words = ['red', 'green', 'blue'];

describe('proposeMappings', () => {
  it('finds text and label by content where names say nothing', () => {
    const table = rows((i) => [`${1000 + i}`, words[i % 3] ?? '', sentence(i), `2024-01-${(i % 28) + 1}`]);
    expect(propose(['column 1', 'column 2', 'column 3', 'column 4'], table)).toMatchObject({
      text: 'column 3',
      label: 'column 2',
      split: null,
    });
  });

  it('takes numbers for labels when they are few and whole, not ids, dates or measures', () => {
    const table = rows((i) => [`${i}`, sentence(i), `${i % 2}`, `${i / 7}`, `0${(i % 9) + 1}-01-2024`]);
    expect(propose(['n', 'said', 'flag', 'length', 'day'], table)).toMatchObject({
      text: 'said',
      label: 'flag',
    });
  });

  it.each([
    ['v2', 'v1'],
    ['review', 'sentiment'],
    ['Tweet Text', 'Tag Value'],
    ['title', 'target'],
    ['content', 'category'],
  ])('prefers the usual names: %s, %s', (text, label) => {
    const table = rows((i) => [words[i % 2] ?? '', sentence(i), words[i % 3] ?? '', sentence(i + 1)]);
    expect(propose(['other', 'more', label, text], table)).toMatchObject({ text, label });
  });

  it('tells the split column from the label by its values', () => {
    const table = rows((i) => [sentence(i), i % 5 ? 'train' : 'test', words[i % 3] ?? '']);
    expect(propose(['a', 'b', 'c'], table)).toMatchObject({ text: 'a', label: 'c', split: 'b' });
  });

  it('proposes nothing without a text, or without a label', () => {
    expect(
      propose(
        ['a', 'b'],
        rows((i) => [`${i}`, `${i * 2}`]),
      ),
    ).toBeNull();
    expect(
      propose(
        ['a'],
        rows((i) => [sentence(i)]),
      ),
    ).toBeNull();
    expect(
      propose(
        ['a', 'b'],
        rows((i) => [sentence(i), sentence(i + 1)]),
      ),
    ).toBeNull();
  });
});

describe('ColumnProfiler', () => {
  it('counts filled and distinct cells, code points and the commonest values', () => {
    const profiler = new ColumnProfiler('c');
    for (const cell of ['b', ' a ', 'a', '', '  ', '😀😀']) profiler.add(cell);
    expect(toProfile(profiler.statistics())).toEqual({
      name: 'c',
      names: null,
      filled: 4,
      distinct: 3,
      meanLength: 5 / 4,
      examples: ['a', 'b', '😀😀'],
    });
  });

  it('stops counting distinct values at the limit', () => {
    const profiler = new ColumnProfiler('c');
    for (let i = 0; i < DISTINCT_LIMIT + 500; i++) profiler.add(`${i}`);
    expect(profiler.statistics().distinct).toBe(DISTINCT_LIMIT);
  });

  it('cuts long texts at a whole character', () => {
    expect(shorten('abc', 3)).toBe('abc');
    expect(shorten('abcd', 3)).toBe('abc…');
    expect(shorten('ab😀d', 3)).toBe('ab…');
    expect(shorten('a😀cd', 3)).toBe('a😀…');
  });
});

describe('columnNames', () => {
  it('fills in and tells apart', () => {
    expect(columnNames(['a', ' a', '', 'a (2)', 'a'], 6)).toEqual([
      'a',
      'a (2)',
      'column 3',
      'a (2) (2)',
      'a (3)',
      'column 6',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import vectors from '../testing/vectors/label_list.json';
import { defaultLabelMap, extendLabelMap, labelIds } from './labels';

describe('defaultLabelMap', () => {
  it.each(vectors.cases)('$id: in the order of Hugging Face’s scripts', (c) => {
    expect(defaultLabelMap(c.label_sequences.flat()).labels).toEqual(c.expected_label_list);
  });

  it('sorts whole numbers by size and others by code point', () => {
    expect(defaultLabelMap(['10', '9', '0']).labels).toEqual(['0', '9', '10']);
    expect(defaultLabelMap(['10', '9', '-1']).labels).toEqual(['-1', '10', '9']);
    // U+FF5E is below U+1F600, though its UTF-16 unit is above the emoji's.
    expect(defaultLabelMap(['😀', '～', 'a', 'ab']).labels).toEqual(['a', 'ab', '～', '😀']);
  });

  it('is not confused by names that objects have', () => {
    const map = defaultLabelMap(['__proto__', 'constructor']);
    expect([...labelIds(map)]).toEqual([
      ['__proto__', 0],
      ['constructor', 1],
    ]);
    expect(extendLabelMap({ labels: ['a'], assign: { a: 'a' } }, ['toString']).labels).toEqual([
      'a',
      'toString',
    ]);
  });
});

describe('a map that a person changed', () => {
  const map = { labels: ['bad', 'good'], assign: { neg: 'bad', poor: 'bad', pos: 'good', spam: null } };

  it('renames, merges and drops', () => {
    expect(Object.fromEntries(labelIds(map))).toEqual({ neg: 0, poor: 0, pos: 1, spam: null });
  });

  it('gets labels for values it does not know, behind its own', () => {
    const extended = extendLabelMap(map, ['pos', 'zzz', 'new', 'good']);
    expect(extended.labels).toEqual(['bad', 'good', 'new', 'zzz']);
    expect(Object.fromEntries(labelIds(extended))).toEqual({
      neg: 0,
      poor: 0,
      pos: 1,
      spam: null,
      new: 2,
      zzz: 3,
      good: 1,
    });
    expect(extendLabelMap(map, ['neg'])).toBe(map);
  });
});

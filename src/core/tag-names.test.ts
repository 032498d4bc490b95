import { describe, expect, it } from 'vitest';
import { parseTagNames } from './tag-names';

const NAMES = ['O', 'B-PER', 'I-PER'];

describe('parseTagNames', () => {
  it.each([
    ["{0: 'O', 1: 'B-PER', 2: 'I-PER'}"],
    ['{"0": "O", "1": "B-PER", "2": "I-PER"}'],
    ["{'O': 0, 'B-PER': 1, 'I-PER': 2}"],
    ["{2: 'I-PER', 0: 'O', 1: 'B-PER'}"],
    ['["O", "B-PER", "I-PER"]'],
    ["names=['O', 'B-PER', 'I-PER']"],
    ["id2label = {0: 'O', 1: 'B-PER', 2: 'I-PER',}"],
    ['0 O\n1 B-PER\n2 I-PER\n'],
    ['0: O\n1: B-PER\n2: I-PER'],
    ["0: 'O',\n1: 'B-PER',\n2: 'I-PER'"],
    ['O\t0\nB-PER\t1\nI-PER\t2'],
    ['O\r\nB-PER\r\nI-PER'],
    ['O, B-PER, I-PER'],
    ['O B-PER I-PER'],
  ])('%j', (text) => {
    expect(parseTagNames(text)).toEqual(NAMES);
  });

  it('keeps the place of a number that has no name', () => {
    expect(parseTagNames("{0: 'O', 2: 'B-PER'}")).toEqual(['O', '', 'B-PER']);
  });

  it.each([
    [''],
    ['  '],
    ['{0: 1}'],
    ['[1, 2]'],
    ['[]'],
    ['{0: '],
    ['the tags of the\nfirst release'],
    ["{99999999: 'O'}"],
  ])('refuses %j', (text) => {
    expect(parseTagNames(text)).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import { segmentsOf, sentenceOf, toneOfType, typeOfTag, typesOfTags } from './entity-types';

test.each([
  ['B-PER', 'PER'],
  ['I-LOC', 'LOC'],
  ['B-drug-name', 'drug-name'],
  ['PER', 'PER'],
])('the type of %s is %s', (tag, type) => {
  expect(typeOfTag(tag)).toBe(type);
});

test('types stand in the order of the labels and keep their hue', () => {
  const types = typesOfTags(['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG']);
  expect(types).toEqual(['PER', 'ORG']);
  expect(types.map((type) => toneOfType(types, type))).toEqual([1, 2]);
});

describe('cutting a text at its spans', () => {
  const pieces = (text: string, spans: readonly (readonly [number, number])[]) =>
    segmentsOf(
      text,
      spans.map(([start, end]) => ({ start, end })),
    ).map(({ text: piece, span }) => (span === null ? piece : `[${piece}]`));

  test.each([
    [
      'in between',
      'Ann saw Bo.',
      [
        [0, 3],
        [8, 10],
      ],
      ['[Ann]', ' saw ', '[Bo]', '.'],
    ],
    ['none', 'nothing', [], ['nothing']],
    [
      'side by side',
      'AnnBo',
      [
        [0, 3],
        [3, 5],
      ],
      ['[Ann]', '[Bo]'],
    ],
    [
      'out of order',
      'ab',
      [
        [1, 2],
        [0, 1],
      ],
      ['[a]', '[b]'],
    ],
    [
      'overlapping',
      'abcd',
      [
        [0, 3],
        [2, 4],
      ],
      ['[abc]', '[d]'],
    ],
    [
      'one within another',
      'abcd',
      [
        [0, 4],
        [1, 2],
      ],
      ['[abcd]'],
    ],
    ['of two units', 'a😀b', [[1, 3]], ['a', '[😀]', 'b']],
  ] as const)('%s', (_name, text, spans, expected) => {
    expect(pieces(text, spans)).toEqual(expected);
  });

  test('loses nothing of the text', () => {
    const text = 'The quick brown fox jumps';
    for (let start = 0; start < text.length; start += 3) {
      const spans = [
        { start, end: start + 5 },
        { start: 2, end: 9 },
      ];
      expect(
        segmentsOf(text, spans)
          .map((segment) => segment.text)
          .join(''),
      ).toBe(text);
    }
  });
});

test('a sentence of tagged words has their entities', () => {
  const words = ['New', 'York', 'Ann', 'Bo', 'left', 'Rome'].map((text, i) => ({
    text,
    tag: ['B-LOC', 'I-LOC', 'B-PER', 'B-PER', 'O', 'I-LOC'][i] ?? 'O',
  }));
  const { text, spans } = sentenceOf(words);
  expect(spans.map(({ start, end, type }) => `${type} ${text.slice(start, end)}`)).toEqual([
    'LOC New York',
    'PER Ann',
    'PER Bo',
    'LOC Rome',
  ]);
});

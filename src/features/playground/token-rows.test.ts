import { expect, test } from 'vitest';
import { GREETING, LLAMA } from './testing/example-answer';
import { tokenRows } from './token-rows';

const rows = tokenRows(GREETING);

test('a token shows its best label and the next', () => {
  expect(rows.map(({ token, best, runnerUp }) => [token, best.label, best.score, runnerUp?.label])).toEqual([
    ['[UNK]', 'O', 0.97, 'B-PER'],
    ['ann', 'B-PER', 0.98, 'O'],
    ['in', 'O', 1, 'B-PER'],
    ['ham', 'B-PER', 0.5, 'B-LOC'],
    ['##burg', 'I-LOC', 0.8, 'B-PER'],
  ]);
});

test('an entity begins at its first token and goes on over the others', () => {
  const inFirst = rows.map(({ decisions: { first } }) => [first.entity?.label ?? null, first.begins]);
  expect(inFirst).toEqual([
    [null, false],
    ['PER', true],
    [null, false],
    ['PER', true],
    ['PER', false],
  ]);
  expect(rows.map(({ decisions: { simple } }) => simple.begins)).toEqual([false, true, false, true, true]);
});

test('the first token speaks with first, the surest with max, every one elsewhere', () => {
  const [ham, burg] = rows.slice(3);
  const counts = (strategy: 'none' | 'simple' | 'first' | 'average' | 'max') => [
    ham?.decisions[strategy].counts,
    burg?.decisions[strategy].counts,
  ];
  expect(counts('first')).toEqual([true, false]);
  expect(counts('max')).toEqual([false, true]);
  expect(counts('average')).toEqual([true, true]);
  expect(counts('simple')).toEqual([true, true]);
});

test('the mean of a word of several tokens stands at its first', () => {
  expect(rows.map(({ decisions: { average } }) => average.mean)).toEqual([
    null,
    null,
    null,
    expect.closeTo(0.4, 12),
    null,
  ]);
  expect(rows.every(({ decisions: { max, first } }) => max.mean === null && first.mean === null)).toBe(true);
});

test('strategies differ where a word is read in two ways, not where they agree', () => {
  expect(rows.map(({ differs }) => differs)).toEqual([false, false, false, true, true]);
});

test('of tokens in one place, each has its own reading under "none"', () => {
  expect(tokenRows(LLAMA).map(({ decisions: { none } }) => none.entity?.label ?? null)).toEqual([
    null,
    'B-PER',
    'I-PER',
  ]);
});

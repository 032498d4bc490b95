import { expect, test } from 'vitest';
import type { LabelMap } from '../core/contract/dataset';
import { dropLabel, mergeLabels, moveLabel, renameLabel, restoreLabel } from './label-map';

const MAP: LabelMap = {
  labels: ['ham', 'spam', 'Spam '],
  assign: { ham: 'ham', spam: 'spam', 'Spam ': 'Spam ', junk: 'spam', '?': null },
};

test('renaming keeps the id and follows every raw value', () => {
  expect(renameLabel(MAP, 'spam', 'unwanted')).toEqual({
    labels: ['ham', 'unwanted', 'Spam '],
    assign: { ham: 'ham', spam: 'unwanted', 'Spam ': 'Spam ', junk: 'unwanted', '?': null },
  });
});

test('renaming to a name that is taken merges', () => {
  expect(renameLabel(MAP, 'Spam ', 'spam')).toEqual({
    labels: ['ham', 'spam'],
    assign: { ham: 'ham', spam: 'spam', 'Spam ': 'spam', junk: 'spam', '?': null },
  });
});

test('merging into one of them keeps its place', () => {
  expect(mergeLabels(MAP, ['ham', 'Spam '], 'Spam ').labels).toEqual(['spam', 'Spam ']);
});

test('merging into a new name takes the first one’s place', () => {
  const merged = mergeLabels(MAP, ['spam', 'Spam '], 'all spam');
  expect(merged.labels).toEqual(['ham', 'all spam']);
  expect(merged.assign).toEqual({
    ham: 'ham',
    spam: 'all spam',
    'Spam ': 'all spam',
    junk: 'all spam',
    '?': null,
  });
});

test('dropping leaves out every raw value of the label', () => {
  expect(dropLabel(MAP, 'spam')).toEqual({
    labels: ['ham', 'Spam '],
    assign: { ham: 'ham', spam: null, 'Spam ': 'Spam ', junk: null, '?': null },
  });
});

test('restoring takes one raw value in again', () => {
  expect(restoreLabel(MAP, '?')).toEqual({
    labels: [...MAP.labels, '?'],
    assign: { ...MAP.assign, '?': '?' },
  });
  expect(restoreLabel(dropLabel(MAP, 'spam'), 'junk').assign).toMatchObject({ junk: 'junk', spam: null });
});

test('moving changes ids alone', () => {
  expect(moveLabel(MAP, 'Spam ', 0)).toEqual({ ...MAP, labels: ['Spam ', 'ham', 'spam'] });
  expect(moveLabel(MAP, 'nobody', 0)).toEqual(MAP);
});

import { expect, test } from 'vitest';
import { roleFromName } from './file-role';

test.each([
  ['train.csv', 'train'],
  ['my_training-data.tsv', 'train'],
  ['titles_dev.csv', 'validation'],
  ['validation.csv', 'validation'],
  ['test.csv', 'test'],
  ['TEST-2024.csv', 'test'],
  ['latest.csv', 'auto'],
  ['developers.csv', 'auto'],
  ['data.csv', 'auto'],
])('%s: %s', (name, role) => {
  expect(roleFromName(name)).toBe(role);
});

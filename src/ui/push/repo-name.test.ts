import { expect, test } from 'vitest';
import { isRepoName, suggestedRepoName } from './repo-name';

test.each(['titles', 'a', 'My_model-2.1', 'x'.repeat(96)])('%s is a name', (name) => {
  expect(isRepoName(name)).toBe(true);
});

test.each(['', 'a b', '-a', 'a.', 'a--b', 'a..b', 'ü', 'owner/name', 'a.git', 'x'.repeat(97)])(
  '“%s” is none',
  (name) => {
    expect(isRepoName(name)).toBe(false);
  },
);

test.each([
  ['MiniLM on mails, lr 5e-5', 'minilm-on-mails-lr-5e-5'],
  ['Größe & Gewicht…', 'gro-e-gewicht'],
  ['headlines.csv', 'headlines.csv'],
  ['--', 'my-model'],
  ['日本語', 'my-model'],
  ['weights.git', 'my-model'],
])('%s becomes %s', (name, slug) => {
  expect(suggestedRepoName(name, 'my-model')).toBe(slug);
});

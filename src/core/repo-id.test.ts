import { describe, expect, it } from 'vitest';
import { isRepoId, repoOf } from './repo-id';

describe('repoOf', () => {
  it.each([
    ['google-bert/bert-base-cased', 'google-bert/bert-base-cased'],
    ['  albert-base-v2 ', 'albert-base-v2'],
    ['https://huggingface.co/google-bert/bert-base-cased', 'google-bert/bert-base-cased'],
    ['https://huggingface.co/google-bert/bert-base-cased/tree/main', 'google-bert/bert-base-cased'],
    ['https://hf.co/a/b/?library=transformers', 'a/b'],
    ['huggingface.co/a/b#usage', 'a/b'],
  ])('%s', (text, repo) => {
    expect(repoOf(text)).toBe(repo);
  });
});

describe('isRepoId', () => {
  it.each(['google-bert/bert-base-cased', 'albert-base-v2', 'a.b/c_d-1'])('takes %s', (id) => {
    expect(isRepoId(id)).toBe(true);
  });
  it.each(['', 'a/b/c', '../etc/passwd', 'two words', 'a/', '/b', 'a?b'])('refuses "%s"', (id) => {
    expect(isRepoId(id)).toBe(false);
  });
});

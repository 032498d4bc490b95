import { expect, test } from 'vitest';
import { paths } from '../../../src/core/contract/storage';
import { tokenizerJsonFromVocab } from '../../../src/engine/tokenizer/vocab';
import { createMemoryFileStore } from '../../../src/storage/memory-file-store';
import { keepTokenizer } from './tokenizer-files';

const json = (word: string): string =>
  JSON.stringify(
    tokenizerJsonFromVocab(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', word].join('\n'), {
      lowercase: true,
    }),
  );

test('sentences that are asked for at once share one tokenizer, that of their folder', async () => {
  const files = createMemoryFileStore();
  await files.write(paths.modelFile('a', 'tokenizer.json'), json('good'));
  await files.write(paths.modelFile('b', 'tokenizer.json'), json('bad'));
  const tokenizerOf = keepTokenizer(files);
  const [first, second] = await Promise.all([tokenizerOf(paths.model('a')), tokenizerOf(paths.model('a'))]);
  expect(second).toBe(first);
  expect(first.idToToken(5)).toBe('good');
  expect((await tokenizerOf(paths.model('b'))).idToToken(5)).toBe('bad');
  expect((await tokenizerOf(paths.model('a'))).idToToken(5)).toBe('good');
});

test('one that could not be read is read again', async () => {
  const files = createMemoryFileStore();
  const tokenizerOf = keepTokenizer(files);
  await expect(tokenizerOf(paths.model('a'))).rejects.toMatchObject({ code: 'MODEL_NO_TOKENIZER' });
  await files.write(paths.modelFile('a', 'tokenizer.json'), json('good'));
  expect((await tokenizerOf(paths.model('a'))).idToToken(5)).toBe('good');
});

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

test('a model that is replaced, in the same folder, brings a tokenizer of its own', async () => {
  const files = createMemoryFileStore();
  const tokenizerOf = keepTokenizer(files);
  await files.write(paths.modelFile('a', 'tokenizer.json'), json('good'));
  expect((await tokenizerOf(paths.model('a'))).idToToken(5)).toBe('good');
  await files.write(paths.modelFile('a', 'tokenizer.json'), json('bad'));
  expect((await tokenizerOf(paths.model('a'))).idToToken(5)).toBe('bad');
});

test('the same vocabulary with other settings is another tokenizer', async () => {
  const files = createMemoryFileStore();
  const tokenizerOf = keepTokenizer(files);
  await files.write(paths.modelFile('a', 'tokenizer.json'), json('good'));
  const plain = await tokenizerOf(paths.model('a'));
  await files.write(paths.modelFile('a', 'tokenizer_config.json'), '{"model_max_length": 8}');
  expect(await tokenizerOf(paths.model('a'))).not.toBe(plain);
});

test('a model that left is not split by what it left behind', async () => {
  const files = createMemoryFileStore();
  const tokenizerOf = keepTokenizer(files);
  await files.write(paths.modelFile('a', 'tokenizer.json'), json('good'));
  await tokenizerOf(paths.model('a'));
  await files.remove(paths.model('a'));
  await expect(tokenizerOf(paths.model('a'))).rejects.toMatchObject({ code: 'MODEL_NO_TOKENIZER' });
});

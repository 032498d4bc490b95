import { PreTrainedTokenizer } from '@huggingface/transformers';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadTokenizer, type Tokenizer } from './tokenizer';

const FOLDER = '/models/starter-en';
const json = async (name: string) =>
  z.record(z.string(), z.unknown()).parse(await (await fetch(`${FOLDER}/${name}`)).json());

const TEXTS = [
  'Zachary Raicik works for Corvus and lives in San Diego',
  'You Will NOT Believe #7!! (really…)',
  "It's 3.14 % of $1,299.00 — isn't it?",
  'Zürich, São Paulo, Kraków and 東京',
  'unbelievablyunsegmentablewordwithoutspaces',
  '',
  '   leading and   inner spaces ',
  'emoji 🙂 and\ttabs\nand lines',
];

/** An independent implementation; its offsets do not exist, its ids do. */
describe('ids equal those of transformers.js', () => {
  let ours: Tokenizer;
  let theirs: PreTrainedTokenizer;
  beforeAll(async () => {
    const [tokenizerJson, tokenizerConfig] = [
      await json('tokenizer.json'),
      await json('tokenizer_config.json'),
    ];
    ours = loadTokenizer({ tokenizerJson, tokenizerConfig });
    theirs = new PreTrainedTokenizer(tokenizerJson, tokenizerConfig);
  });

  test.each(TEXTS)('%j', (text) => {
    expect([...ours.encode(text, { maxLength: 512 }).ids]).toEqual(theirs.encode(text));
  });
});

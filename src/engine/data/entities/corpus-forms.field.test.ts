import { describe, expect, it } from 'vitest';
import type { SplitName } from '../../../core/contract/task';
import { parquetEntry, type ParquetRow } from '../../export/bundle/parquet';
import { BTC, NAMES, named, read, type Source, stored, textSource } from './testing/field-data';

type Row = ReturnType<typeof named>[number];

const python = (items: readonly string[], between: string): string =>
  `[${items.map((item) => `'${item.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`).join(between)}]`;
const cell = (content: string): string => `"${content.replaceAll('"', '""')}"`;

function table(rows: readonly Row[], write: (items: readonly string[]) => string): string {
  const lines = rows.map(({ words, tags }, i) => [i, cell(write(words)), cell(write(tags))].join(','));
  return ['id,tokens,ner_tags', ...lines].join('\n');
}

/** Lists of texts, or of class numbers whose names stand in the file. */
async function parquet(name: string, rows: readonly Row[], names: readonly string[] | null): Promise<Source> {
  const tagsOf = ({ tags }: Row) => (names === null ? tags : tags.map((tag) => names.indexOf(tag)));
  const columns = [
    { name: 'tokens', isList: true, names: null },
    { name: 'ner_tags', isList: true, names },
  ];
  async function* batches(): AsyncGenerator<ParquetRow[]> {
    yield rows.map((row) => [row.words, tagsOf(row)]);
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  await parquetEntry(name, columns, batches).write({
    write: async (chunk) => void chunks.push(new Uint8Array(chunk)),
  });
  return { name, bytes: new Uint8Array(await new Blob(chunks).arrayBuffer()) };
}

/** Forms of rows as the Hub has them, those without a word among them. */
const listForms: readonly [string, (rows: readonly Row[]) => Source | Promise<Source>][] = [
  [
    'JSON',
    (rows) =>
      textSource(
        'rows.json',
        JSON.stringify(
          rows.map(({ words, tags }) => ({ tokens: words, ner_tags: tags })),
          null,
          1,
        ),
      ),
  ],
  [
    'CSV of JSON lists',
    (rows) =>
      textSource(
        'rows.csv',
        table(rows, (items) => JSON.stringify(items)),
      ),
  ],
  [
    'CSV of Python lists',
    (rows) =>
      textSource(
        'rows.csv',
        table(rows, (items) => python(items, ', ')),
      ),
  ],
  [
    'CSV of numpy lists',
    (rows) =>
      textSource(
        'rows.csv',
        table(rows, (items) => python(items, ' ')),
      ),
  ],
  ['Parquet of names', (rows) => parquet('rows.parquet', rows, null)],
  ['Parquet of numbers', (rows) => parquet('rows.parquet', rows, NAMES)],
];

/** Forms that have no way to say that a sentence has no word. */
const wordForms: readonly [string, (rows: readonly Row[]) => Source][] = [
  [
    'CSV of a word a row',
    (rows) =>
      textSource(
        'rows.csv',
        [
          'sentence,token,tag',
          ...rows.flatMap(({ words, tags }, i) => words.map((word, k) => `${i},${cell(word)},${tags[k]}`)),
        ].join('\n'),
      ),
  ],
  [
    'CoNLL with the tags first',
    (rows) =>
      textSource(
        'rows.conll',
        rows
          .filter(({ words }) => words.length > 0)
          .map(({ words, tags }) => words.map((word, k) => `${tags[k]}\tx\t${word}\n`).join(''))
          .join('\n'),
      ),
  ],
];

const storedForms: Readonly<Record<'train' | 'validation', readonly string[]>> = {
  train: [`${BTC}/train.jsonl`],
  validation: [
    `${BTC}/raw/h.conll`,
    `${BTC}/validation.jsonl`,
    'parquet/generated/btc_validation_none.parquet',
    'parquet/generated/btc_validation_snappy.parquet',
    'parquet/generated/btc_validation_zstd.parquet',
  ],
};

const parts: readonly [SplitName & keyof typeof storedForms, number, number][] = [
  ['train', 5338, 4],
  ['validation', 2001, 1],
];

describe.each(parts)('the %s part of the Broad Twitter Corpus in every form', (part, sentences, empty) => {
  const rows = named(`${BTC}/hf_exact/${part}.jsonl`);
  const expected = rows.filter(({ words }) => words.length > 0);

  it('is published with empty rows', () => {
    expect([rows.length, expected.length]).toEqual([sentences + empty, sentences]);
  });

  it.each(listForms)('%s', async (_, write) => {
    const { report, examples } = await read([await write(rows)]);
    expect(report.examples.train).toBe(sentences);
    expect(report.excludedCounts['empty-text']).toBe(empty);
    expect(report.rowCount).toBe(sentences + empty);
    expect(examples).toEqual(expected);
  });

  it.each(wordForms)('%s', async (_, write) => {
    const { report, examples } = await read([write(rows)]);
    expect(report.examples.train).toBe(sentences);
    expect(examples).toEqual(expected);
  });

  it.each(storedForms[part])('%s', async (path) => {
    const { report, examples } = await read([stored(path)]);
    expect(report.examples.train).toBe(sentences);
    expect(examples).toEqual(expected);
  });
});

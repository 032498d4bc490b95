import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/contract/errors';
import { proposeMappings } from '../mapping';
import { ColumnProfiler } from '../profile';
import { detectOptions, openTable, sniffFormat } from './registry';

/** Published data sets beside the checkout; their SOURCE.md files say what is in them. */
const DATA = resolve(import.meta.dirname, '../../../../../shared/data');

async function read(path: string) {
  const name = basename(path);
  const blob = new Blob([readFileSync(join(DATA, path))]);
  try {
    const options = await detectOptions(await sniffFormat(blob, name), blob);
    const table = await openTable(blob, options);
    const profilers = table.columns.map(
      (column) => new ColumnProfiler(column, table.classNames?.get(column)),
    );
    let rows = 0;
    let notices = 0;
    for await (const batch of table.batches()) {
      for (const { cells } of batch.rows) {
        for (const [i, profiler] of profilers.entries()) profiler.add(cells[i] ?? '');
      }
      rows += batch.rows.length;
      notices += batch.notices.length;
    }
    const [proposal] = proposeMappings(profilers.map((profiler) => profiler.statistics()));
    const byText = proposal?.task === 'text-classification' ? proposal : null;
    const label = profilers[table.columns.indexOf(byText?.label ?? '')];
    return {
      ...options,
      rows,
      notices,
      ...proposal,
      text: byText?.text,
      label: byText?.label,
      labels: label?.statistics().distinct,
    };
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.failure;
    throw thrown;
  }
}

const named = { text: 'text', label: 'label', hasHeader: true, notices: 0 };

describe('published data sets', () => {
  it.each([
    ['clickbait/train.csv', { ...named, rows: 28800, labels: 2 }],
    ['banking77/train.csv', { ...named, label: 'category', rows: 10003, labels: 77 }],
    ['sms_spam/sms_spam.csv', { ...named, rows: 5574, labels: 2 }],
    [
      'sms_spam/SMSSpamCollection.tsv',
      {
        delimiter: '\t',
        quote: 'none',
        hasHeader: false,
        text: 'column 2',
        label: 'column 1',
        rows: 5574,
        labels: 2,
      },
    ],
    ['snips/train.csv', { ...named, rows: 13784, labels: 7 }],
    ['snips/validation.csv', { ...named, rows: 700, labels: 7 }],
    ['sentiment_sentences/sentiment_sentences.csv', { ...named, rows: 3000, labels: 2 }],
    [
      'sentiment_sentences/raw/imdb_labelled.txt',
      { delimiter: '\t', hasHeader: false, text: 'column 1', label: 'column 2', rows: 1000, labels: 2 },
    ],
    [
      'ta1c_spanish_clickbait/TA1C_dataset_train_minimal.csv',
      { text: 'Teaser Text', label: 'Tag Value', rows: 2100, labels: 2, notices: 0 },
    ],
    [
      'ta1c_spanish_clickbait/TA1C_dataset_validation_minimal.csv',
      { text: 'Teaser Text', label: 'Tag Value', rows: 700, labels: 2, notices: 0 },
    ],
  ])('%s', async (path, expected) => {
    expect(await read(path)).toMatchObject(expected);
  });
});

describe('ugly files', () => {
  const spanish = { text: 'Título', label: 'Etiqueta', rows: 300, labels: 2, notices: 0 };
  it.each([
    ['kaggle_spam_latin1.csv', { encoding: 'windows-1252', text: 'v2', label: 'v1', rows: 5572, labels: 2 }],
    ['doccano_example.utf16.csv', { encoding: 'utf-16le', text: 'text', label: 'label', rows: 3 }],
    [
      'generated/es_clickbait_cp1252_semicolon_crlf.csv',
      { ...spanish, encoding: 'windows-1252', delimiter: ';' },
    ],
    ['generated/es_clickbait_utf16le_bom_tab.txt', { ...spanish, encoding: 'utf-16le', delimiter: '\t' }],
    ['generated/sms_cr_only.csv', { text: 'text', label: 'label', rows: 300, labels: 2, notices: 0 }],
    // CR-only line ends; "cut to the first 201 CR lines", one of them the header.
    ['messytables/211.csv', { delimiter: ',', rows: 200, notices: 0 }],
    // Spaces before a quoted "6,000,000" leave it unquoted: that row is reported.
    ['messytables/complex.csv', { hasHeader: true, rows: 3, notices: 1 }],
    ['messytables/null.csv', { hasHeader: false, rows: 10, text: undefined }],
    ['messytables/simple.psv', { delimiter: '|', hasHeader: true, rows: 28, text: undefined }],
    ['messytables/simple.ssv', { delimiter: ';', hasHeader: true, rows: 6, text: undefined }],
    ['messytables/skip_initials.csv', { hasHeader: true, rows: 2 }],
    ['messytables/utf8bom.csv', { encoding: 'utf-8', hasHeader: true, rows: 0 }],
    ['messytables/simple.xlsx', { code: 'DATA_BINARY_FILE', details: { kind: 'xlsx', file: 'simple.xlsx' } }],
  ])('%s', async (path, expected) => {
    expect(await read(`ugly_csv/${path}`)).toMatchObject(expected);
  });
});

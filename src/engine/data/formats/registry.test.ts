import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../../core/catalog/formats';
import type { ParseNotice, TableRow } from '../../../core/contract/dataset';
import { AppError } from '../../../core/contract/errors';
import { detectOptions, FORMAT_READERS, openTable, sniffFormat } from './registry';

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));
const utf16 = (text: string, big: boolean): Uint8Array<ArrayBuffer> => {
  const bytes = new DataView(new ArrayBuffer(text.length * 2));
  for (let i = 0; i < text.length; i++) bytes.setUint16(2 * i, text.charCodeAt(i), !big);
  return new Uint8Array(bytes.buffer);
};
const latin1 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** Reads a file as the studio does; the failure's code and details when it is refused. */
async function read(bytes: Uint8Array<ArrayBuffer>, name = 'file.csv') {
  const blob = new Blob([bytes]);
  try {
    const options = await detectOptions(await sniffFormat(blob, name), blob);
    const table = await openTable(blob, options);
    const rows: TableRow[] = [];
    const notices: ParseNotice[] = [];
    let bytesRead = 0;
    for await (const batch of table.batches()) {
      rows.push(...batch.rows);
      notices.push(...batch.notices);
      expect(batch.bytesRead).toBeGreaterThanOrEqual(bytesRead);
      ({ bytesRead } = batch);
    }
    expect(bytesRead).toBe(blob.size);
    return { options, columns: table.columns, rows, notices, cells: rows.map(({ cells }) => cells) };
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.failure;
    throw thrown;
  }
}

const TABLE = 'text,label\n"Häuser, groß",a\n„zitiert“,b\nplain,a\n';
const CELLS = [
  ['Häuser, groß', 'a'],
  ['„zitiert“', 'b'],
  ['plain', 'a'],
];

describe('encodings', () => {
  it.each([
    ['UTF-8', utf8(TABLE), 'utf-8'],
    ['UTF-8 with its mark', utf8(`\ufeff${TABLE}`), 'utf-8'],
    ['UTF-16 little endian with its mark', utf16(`\ufeff${TABLE}`, false), 'utf-16le'],
    ['UTF-16 big endian with its mark', utf16(`\ufeff${TABLE}`, true), 'utf-16be'],
    ['UTF-16 little endian', utf16(TABLE, false), 'utf-16le'],
    ['UTF-16 big endian', utf16(TABLE, true), 'utf-16be'],
  ])('%s', async (_, bytes, encoding) => {
    expect(await read(bytes)).toMatchObject({
      options: { encoding },
      columns: ['text', 'label'],
      cells: CELLS,
    });
  });

  it('Windows-1252', async () => {
    const bytes = latin1('text,label\nHäuser £5,a\nSeñor,b\n');
    expect(await read(bytes)).toMatchObject({
      options: { encoding: 'windows-1252' },
      cells: [
        ['Häuser £5', 'a'],
        ['Señor', 'b'],
      ],
    });
  });

  it('takes one broken byte in much UTF-8 for damage, and says in which row', async () => {
    const bytes = new Uint8Array([
      ...utf8('text,label\n'),
      ...utf8('äöü,a\n'.repeat(20)),
      0xff,
      ...utf8('x,b\n'),
    ]);
    expect(await read(bytes)).toMatchObject({
      options: { encoding: 'utf-8' },
      notices: [{ row: 21, kind: 'undecodable-bytes' }],
    });
  });
});

describe('dialects', () => {
  it.each([
    [',', '"'],
    [';', '"'],
    ['|', '"'],
    ['\t', 'none'],
  ])('finds %j', async (delimiter, quote) => {
    const text = ['text,label', 'hello there,a', "it's fine,b", 'good,a']
      .join('\n')
      .replaceAll(',', delimiter);
    expect(await read(utf8(text))).toMatchObject({
      options: { delimiter, quote, hasHeader: true },
      cells: [
        ['hello there', 'a'],
        ["it's fine", 'b'],
        ['good', 'a'],
      ],
    });
  });

  it('finds single quotes where the file is written with them', async () => {
    const text = "text;label\n'one; two';'a'\n'it''s';'b'\n'x';'a'\n";
    expect(await read(utf8(text))).toMatchObject({
      options: { delimiter: ';', quote: "'" },
      cells: [
        ['one; two', 'a'],
        ["it's", 'b'],
        ['x', 'a'],
      ],
    });
  });

  it('leaves quotes alone in a table with tabs that does not quote', async () => {
    const text = 'ham\t"Hello he said\nspam\tFree 5" screen\nham\tand "more" of it"\nham\tok\n';
    expect(await read(utf8(text))).toMatchObject({
      options: { delimiter: '\t', quote: 'none', hasHeader: false },
      columns: ['column 1', 'column 2'],
      cells: [
        ['ham', '"Hello he said'],
        ['spam', 'Free 5" screen'],
        ['ham', 'and "more" of it"'],
        ['ham', 'ok'],
      ],
    });
  });

  it('sees the quotes of a large file whose sample ends inside a cell', async () => {
    const rows = Array.from(
      { length: 5000 },
      (_, i) => `"Satz ${i}, mit\nUmbruch",${i % 2 ? 'ja' : 'nein'}\n`,
    );
    const result = await read(utf8(`text,label\n${rows.join('')}`));
    expect(result).toMatchObject({ options: { quote: '"' }, notices: [] });
    expect('rows' in result && result.rows).toHaveLength(5000);
  });

  it('sees that quotes mean nothing in a large file where one is never closed', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `line ${i}\t${i === 3 ? '"' : ''}label ${i % 2}\n`);
    const result = await read(utf8(`"text"\tlabel\n${rows.join('')}`));
    expect(result).toMatchObject({ options: { quote: 'none' }, notices: [] });
    expect('rows' in result && result.rows).toHaveLength(5000);
  });

  it('is not misled by commas in a single column', async () => {
    const lines = [
      'Well, hello',
      'One, two, three',
      'No',
      'Yes, of course',
      'Nothing here',
      'Nor, well, here, no',
    ];
    expect(await read(utf8(`sentence\n${lines.join('\n')}\n`))).toMatchObject({
      columns: expect.arrayContaining(['sentence']),
    });
  });
});

describe('headers', () => {
  it.each([
    ['text,label\na b c,x\n', true],
    ['v1,v2\nham,hello\n', true],
    ['Título,Etiqueta\nUna frase bastante larga que leer,a\nOtra frase bastante larga también,b\n', true],
    ['good movie,1\nbad movie,0\n', false],
    ['spam,Win a prize now\nham,See you later\nspam,Call this number\n', false],
    ['1,2\n3,4\n', false],
  ])('%j: %s', async (text, hasHeader) => {
    expect(await read(utf8(text))).toMatchObject({ options: { hasHeader } });
  });
});

describe('records', () => {
  it('keeps line breaks and doubled quotes in cells, and counts physical lines', async () => {
    const text = 'text,label\r\n"one\r\ntwo ""quoted""",a\r\n\r\n"three",b\r\nlast,a';
    expect(await read(utf8(text))).toMatchObject({
      rows: [
        { row: 1, line: 2, cells: ['one\ntwo "quoted"', 'a'] },
        { row: 2, line: 5, cells: ['three', 'b'] },
        { row: 3, line: 6, cells: ['last', 'a'] },
      ],
      notices: [],
    });
  });

  it('reads old Macintosh line ends', async () => {
    expect(await read(utf8('text,label\rone,a\rtwo,b\r'))).toMatchObject({
      rows: [{ line: 2 }, { line: 3 }],
    });
  });

  it('fills short records, cuts long ones and says which', async () => {
    const text = 'text,label\none,a\ntwo\nthree,b,extra\nfour,a,,\n';
    expect(await read(utf8(text))).toMatchObject({
      cells: [
        ['one', 'a'],
        ['two', ''],
        ['three', 'b'],
        ['four', 'a'],
      ],
      notices: [
        { row: 2, kind: 'too-few-cells' },
        { row: 3, kind: 'too-many-cells' },
      ],
    });
  });

  it('takes a line with a quote that is never closed as it stands, and goes on below it', async () => {
    const text = 'text,label\n"fine, really",a\n"broken,b\nnext,a\nlast,b\n';
    expect(await read(utf8(text))).toMatchObject({
      rows: [
        { row: 1, line: 2, cells: ['fine, really', 'a'] },
        { row: 2, line: 3, cells: ['"broken', 'b'] },
        { row: 3, line: 4, cells: ['next', 'a'] },
        { row: 4, line: 5, cells: ['last', 'b'] },
      ],
      notices: [{ row: 2, kind: 'unclosed-quote' }],
    });
  });

  it.each([
    ['in quotes', '"', 300_000],
    ['without quotes', '', 300_000],
    ['over several pieces', '"', 1_200_000],
  ])('takes a very long cell for what it is, %s', async (_, quote, length) => {
    const cell = 'ein Wort, '.repeat(length / 10).replaceAll(',', quote === '' ? '' : ',');
    const text = `text,label\nshort,a\n${quote}${cell}${quote},b\nlast,a\n`;
    expect(await read(utf8(text))).toMatchObject({
      rows: [
        { row: 1, line: 2, cells: ['short', 'a'] },
        { row: 2, line: 3, cells: [cell, 'b'] },
        { row: 3, line: 4, cells: ['last', 'a'] },
      ],
      notices: [],
    });
  });

  it('gives the same rows wherever the pieces of a large file end', async () => {
    const record = (i: number): string => `"Zeile ${i}:\r\nÄÖÜ, ""${'😀'.repeat(i % 7)}""",${i % 3}\r\n`;
    const count = 20_000;
    const text = `text,label\r\n${Array.from({ length: count }, (_, i) => record(i)).join('')}`;
    const result = await read(utf8(text));
    expect(new TextEncoder().encode(text).length).toBeGreaterThan(3 * 256 * 1024);
    if ('code' in result) throw new Error(result.code);
    expect(result.rows).toHaveLength(count);
    for (const [i, { row, line, cells }] of result.rows.entries()) {
      const expected = [i + 1, 2 + 2 * i, `Zeile ${i}:\nÄÖÜ, "${'😀'.repeat(i % 7)}"`, `${i % 3}`];
      if (JSON.stringify([row, line, ...cells]) !== JSON.stringify(expected)) {
        expect([row, line, ...cells]).toEqual(expected);
      }
    }
  });
});

describe('Parquet', () => {
  const table = (label: ColumnSource): Uint8Array<ArrayBuffer> =>
    new Uint8Array(
      parquetWriteBuffer({ columnData: [{ name: 'text', data: ['one', 'two', 'six'] }, label] }),
    );

  it('is read, and a number that is none is nothing', async () => {
    const label: ColumnSource = { name: 'label', data: [1, Number.NaN, 2.5], type: 'DOUBLE' };
    expect(await read(table(label), 'file.parquet')).toMatchObject({
      columns: ['text', 'label'],
      cells: [
        ['one', '1'],
        ['two', ''],
        ['six', '2.5'],
      ],
    });
  });

  it('is refused where its data is damaged', async () => {
    const bytes = table({ name: 'label', data: ['a', 'b', 'a'] });
    // Behind the magic number, where the first page begins; the metadata at the end is whole.
    bytes.fill(0xff, 4, 12);
    expect(await read(bytes, 'file.parquet')).toMatchObject({ code: 'DATA_UNREADABLE' });
  });
});

describe('files that are refused', () => {
  it.each([
    ['nothing', utf8(''), { code: 'DATA_EMPTY_FILE' }],
    ['white space', utf8('\ufeff \r\n\n'), { code: 'DATA_EMPTY_FILE' }],
    ['a zip', latin1('PK\x03\x04 whatever'), { code: 'DATA_BINARY_FILE', details: { kind: 'zip' } }],
    [
      'a workbook',
      latin1('PK\x03\x04 ... xl/workbook.xml'),
      { code: 'DATA_BINARY_FILE', details: { kind: 'xlsx' } },
    ],
    ['a PDF', latin1('%PDF-1.7 ...'), { code: 'DATA_BINARY_FILE', details: { kind: 'pdf' } }],
    ['half a Parquet file', latin1('PAR1\x15\x00'), { code: 'DATA_UNREADABLE' }],
    ['zeros', latin1('abc\x00\x00\x00\x01def'), { code: 'DATA_BINARY_FILE', details: { kind: 'unknown' } }],
  ])('%s', async (_, bytes, failure) => {
    expect(await read(bytes)).toMatchObject(failure);
  });
});

it('every format of the catalog has a reader, and the other way round', () => {
  expect(Object.keys(FORMAT_READERS)).toEqual(Object.keys(FORMATS));
});

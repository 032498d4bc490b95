import { describe, expect, test } from 'vitest';
import { headerOf, readHeader } from './table-header';

describe('header of a table', () => {
  test.each([
    ['text,label\na,b', ['text', 'label']],
    ['text;label;"a, b"\n1;2;3', ['text', 'label', 'a, b']],
    ['id\ttext\r\n1\tx', ['id', 'text']],
    ['"a ""quoted"" name",b', ['a "quoted" name', 'b']],
    ['"two\nlines",b\n', ['two\nlines', 'b']],
    ['only\n1', ['only']],
    [' text , ,text\n', ['text']],
  ])('%j', (text, names) => {
    expect(headerOf(text)).toEqual(names);
  });

  test('of JSON lines is the keys of the first, of tagged words nothing', async () => {
    expect(await readHeader(new File(['{"text":"a","id":1}\n{"other":2}\n'], 'a.jsonl'))).toEqual([
      'text',
      'id',
    ]);
    expect(await readHeader(new File(['{"text":"a'], 'cut.jsonl'))).toEqual([]);
    expect(await readHeader(new File(['EU\tB-ORG\n'], 'a.conll'))).toEqual([]);
  });

  test('reads UTF-16 and leaves a byte order mark out', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('téxt,label\n', 'utf16le')]);
    expect(await readHeader(new File([utf16], 'a.csv'))).toEqual(['téxt', 'label']);
    expect(await readHeader(new File(['\ufefftext,label\n'], 'b.csv'))).toEqual(['text', 'label']);
  });
});

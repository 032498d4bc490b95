import type { FormatId } from '../../../core/catalog/formats';
import type { OptionsOf, ParseOptions } from '../../../core/contract/dataset';
import { AppError } from '../../../core/contract/errors';
import { binaryKind } from './binary';
import { conllFormat } from './conll/conll';
import { csvFormat } from './csv/csv';
import type { Table, TableFormat } from './format';
import { jsonFormat } from './json/json';
import { jsonLinesFormat } from './json/json-lines';
import { parquetFormat } from './parquet/parquet';

/** The readers of the catalog's formats. */
export const FORMAT_READERS: { readonly [Id in FormatId]: TableFormat<OptionsOf<Id>> } = {
  csv: csvFormat,
  conll: conllFormat,
  jsonl: jsonLinesFormat,
  json: jsonFormat,
  parquet: parquetFormat,
};

const HEAD_BYTES = 64 * 1024;

/** Finds out how a file of a format is written. */
export const detectOptions = (format: FormatId, source: Blob): Promise<ParseOptions> =>
  FORMAT_READERS[format].detect(source);

/** Opens a file with the options of its format. */
export function openTable(source: Blob, options: ParseOptions): Promise<Table> {
  switch (options.format) {
    case 'csv':
      return FORMAT_READERS.csv.open(source, options);
    case 'conll':
      return FORMAT_READERS.conll.open(source, options);
    case 'jsonl':
      return FORMAT_READERS.jsonl.open(source, options);
    case 'json':
      return FORMAT_READERS.json.open(source, options);
    case 'parquet':
      return FORMAT_READERS.parquet.open(source, options);
  }
}

/**
 * Recognises a file by content and name. Throws `DATA_EMPTY_FILE` when it holds nothing but white space, `DATA_BINARY_FILE` (kind) when it is no text, `DATA_UNREADABLE` when nothing fits.
 */
export async function sniffFormat(source: Blob, name: string): Promise<FormatId> {
  const head = new Uint8Array(await source.slice(0, HEAD_BYTES).arrayBuffer());
  if (source.size <= HEAD_BYTES && head.every(isBlank)) throw new AppError('DATA_EMPTY_FILE', { file: name });
  const kind = FORMAT_READERS.parquet.sniff(head, name) > 0 ? null : binaryKind(head);
  if (kind) throw new AppError('DATA_BINARY_FILE', { file: name, kind });
  let best: { id: FormatId; score: number } | null = null;
  for (const id of Object.keys(FORMAT_READERS) as FormatId[]) {
    const score = FORMAT_READERS[id].sniff(head, name);
    if (score > (best?.score ?? 0)) best = { id, score };
  }
  if (!best) throw new AppError('DATA_UNREADABLE', { file: name });
  return best.id;
}

/** White space, byte-order marks and the zero bytes of UTF-16. */
function isBlank(byte: number): boolean {
  return byte <= 0x20 || byte === 0xef || byte === 0xbb || byte === 0xbf || byte === 0xfe || byte === 0xff;
}

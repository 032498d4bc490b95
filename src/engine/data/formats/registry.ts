import type { FormatId } from '../../../core/catalog/formats';
import { AppError } from '../../../core/contract/errors';
import { binaryKind } from './binary';
import { csvFormat } from './csv/csv';
import type { TableFormat } from './format';

/** The readers of the catalog's formats. */
export const FORMAT_READERS: Readonly<Record<FormatId, TableFormat>> = { csv: csvFormat };

const HEAD_BYTES = 64 * 1024;

/** The reader of a stored format id. Throws `DATA_UNREADABLE` for one that this version does not know. */
export function formatReader(id: string): TableFormat {
  const known = Object.entries(FORMAT_READERS).find(([key]) => key === id);
  if (!known) throw new AppError('DATA_UNREADABLE', { format: id });
  return known[1];
}

/**
 * Recognises a file by content and name. Throws `DATA_EMPTY_FILE` when it holds nothing but white space, `DATA_BINARY_FILE` (kind) when it is no text, `DATA_UNREADABLE` when nothing fits.
 */
export async function sniffFormat(source: Blob, name: string): Promise<FormatId> {
  const head = new Uint8Array(await source.slice(0, HEAD_BYTES).arrayBuffer());
  if (source.size <= HEAD_BYTES && head.every(isBlank)) throw new AppError('DATA_EMPTY_FILE', { file: name });
  const kind = binaryKind(head);
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

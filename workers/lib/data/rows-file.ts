import type { TableRow } from '../../../src/core/contract/dataset';
import { AppError } from '../../../src/core/contract/errors';

const CHUNK_BYTES = 256 * 1024;
const LINE_FEED = 0x0a;

/** Parsed rows as they lie in the file store: one JSON array `[row, line, ...cells]` a line. */
export function rowLines(rows: readonly TableRow[]): string {
  return rows.map(({ row, line, cells }) => `${JSON.stringify([row, line, ...cells])}\n`).join('');
}

/** Reads rows back piece by piece. Throws `STORAGE_DAMAGED`. */
export async function* readRowBatches(source: Blob): AsyncGenerator<TableRow[]> {
  const decoder = new TextDecoder();
  let pending = '';
  for (let offset = 0; offset < source.size; offset += CHUNK_BYTES) {
    const last = offset + CHUNK_BYTES >= source.size;
    pending += decoder.decode(await source.slice(offset, offset + CHUNK_BYTES).arrayBuffer(), {
      stream: !last,
    });
    const end = pending.lastIndexOf('\n') + 1;
    const lines = pending.slice(0, end).split('\n');
    pending = pending.slice(end);
    lines.pop();
    yield lines.map(parseRow);
  }
  if (pending !== '') throw new AppError('STORAGE_DAMAGED', { file: 'rows.ndjson' });
}

/** `limit` rows from `offset` (0-based); what lies before is passed over without parsing it. */
export async function readRowRange(source: Blob, offset: number, limit: number): Promise<TableRow[]> {
  const begin = await findLine(source, offset);
  const rows: TableRow[] = [];
  for await (const batch of readRowBatches(source.slice(begin))) {
    rows.push(...batch.slice(0, limit - rows.length));
    if (rows.length >= limit) break;
  }
  return rows;
}

/** Byte at which line `index` (0-based) begins; the size when there are fewer. */
async function findLine(source: Blob, index: number): Promise<number> {
  let left = index;
  for (let offset = 0; left > 0 && offset < source.size; offset += CHUNK_BYTES) {
    const bytes = new Uint8Array(await source.slice(offset, offset + CHUNK_BYTES).arrayBuffer());
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
      if (--left === 0) return offset + at + 1;
    }
  }
  return left === 0 ? 0 : source.size;
}

/** By hand: a schema would take longer than the reading. */
function parseRow(text: string): TableRow {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new AppError('STORAGE_DAMAGED', { file: 'rows.ndjson' }, { cause });
  }
  if (Array.isArray(parsed)) {
    const [row, line, ...cells]: unknown[] = parsed;
    if (typeof row === 'number' && typeof line === 'number' && areStrings(cells)) return { row, line, cells };
  }
  throw new AppError('STORAGE_DAMAGED', { file: 'rows.ndjson' });
}

const areStrings = (values: unknown[]): values is string[] =>
  values.every((value) => typeof value === 'string');

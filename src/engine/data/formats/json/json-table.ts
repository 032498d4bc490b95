import type { ParseNotice, TableRow } from '../../../../core/contract/dataset';
import { AppError } from '../../../../core/contract/errors';
import { columnNames } from '../../column-names';
import type { Table, TableBatch } from '../format';

/** A value of a JSON file: `value` is undefined where the text is none. */
export interface JsonRecord {
  readonly line: number;
  readonly value: unknown;
}

export interface JsonBatch {
  readonly records: readonly JsonRecord[];
  readonly bytesRead: number;
}

/** With more columns than this, objects in objects stay one cell. */
const MAX_COLUMNS = 200;

/**
 * A table of JSON objects: a column for each key that occurs, `a.b` for keys of objects within, numbered columns for
 * records that are lists. Reads the source once for the columns, and again for the rows.
 */
export async function openJsonTable(read: () => AsyncIterable<JsonBatch>): Promise<Table> {
  const flat = new Set<string>();
  const whole = new Set<string>();
  for await (const { records } of read()) {
    for (const { value } of records) {
      for (const [key] of cellsOf(value, true)) flat.add(key);
      for (const [key] of cellsOf(value, false)) whole.add(key);
    }
  }
  const flatten = flat.size <= MAX_COLUMNS;
  const keys = [...(flatten ? flat : whole)];
  if (keys.length === 0) throw new AppError('DATA_NO_ROWS');
  return { columns: columnNames(keys, keys.length), batches: () => batches(read, keys, flatten) };
}

async function* batches(
  read: () => AsyncIterable<JsonBatch>,
  keys: readonly string[],
  flatten: boolean,
): AsyncGenerator<TableBatch> {
  let row = 0;
  for await (const { records, bytesRead } of read()) {
    const rows: TableRow[] = [];
    const notices: ParseNotice[] = [];
    for (const { line, value } of records) {
      const cells = new Map(cellsOf(value, flatten));
      row++;
      if (!isObject(value) && !Array.isArray(value)) notices.push({ row, kind: 'not-json' });
      rows.push({ row, line, cells: keys.map((key) => cells.get(key) ?? '') });
    }
    yield { rows, notices, bytesRead };
  }
}

function cellsOf(value: unknown, flatten: boolean): [key: string, cell: string][] {
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((item, i) => [`column ${i + 1}`, item])
    : isObject(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([key, item]) =>
    flatten && isObject(item)
      ? Object.entries(item).map(([inner, cell]): [string, string] => [`${key}.${inner}`, cellText(cell)])
      : [[key, cellText(item)]],
  );
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The value of a JSON text; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

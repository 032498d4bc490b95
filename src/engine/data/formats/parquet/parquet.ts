import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { OptionsOf } from '../../../../core/contract/dataset';
import { toAppError } from '../../../../core/contract/errors';
import { columnNames } from '../../column-names';
import type { Table, TableBatch, TableFormat } from '../format';
import { classNames } from './class-names';

const MAGIC = [0x50, 0x41, 0x52, 0x31]; // "PAR1"

/** Apache Parquet, as the Hugging Face Hub serves data sets. */
export const parquetFormat: TableFormat<OptionsOf<'parquet'>> = {
  sniff: (head) => (MAGIC.every((byte, i) => head[i] === byte) ? 1 : 0),

  detect: async () => ({ format: 'parquet' }),

  async open(source) {
    const file = asyncBuffer(source);
    const metadata = await readable(parquetMetadataAsync(file));
    const keys = topLevelColumns(metadata.schema);
    const columns = columnNames(keys, keys.length);
    const named = classNames(metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value);
    const read = async function* (): AsyncGenerator<TableBatch> {
      let rowStart = 0;
      let bytes = 0;
      for (const group of metadata.row_groups) {
        const rowEnd = rowStart + Number(group.num_rows);
        const objects = await readable(parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd }));
        const first = rowStart + 1;
        rowStart = rowEnd;
        bytes += Number(group.total_byte_size);
        yield {
          rows: objects.map((object, i) => ({
            row: first + i,
            line: first + i,
            cells: keys.map((key) => cellText(object[key], named.get(key))),
          })),
          notices: [],
          bytesRead: rowStart === Number(metadata.num_rows) ? source.size : Math.min(bytes, source.size),
        };
      }
    };
    return {
      columns,
      classNames: new Map(
        keys.flatMap((key, i) => {
          const names = named.get(key);
          return names ? [[columns[i] ?? key, names] as const] : [];
        }),
      ),
      batches: read,
    } satisfies Table;
  },
};

/** What the library throws about a damaged file, as ours. */
const readable = <T>(work: Promise<T>): Promise<T> =>
  work.catch((thrown: unknown) => {
    throw toAppError(thrown, 'DATA_UNREADABLE');
  });

const asyncBuffer = (source: Blob) => ({
  byteLength: source.size,
  slice: (start: number, end?: number): Promise<ArrayBuffer> => source.slice(start, end).arrayBuffer(),
});

/** Names of the root's children: the schema is a tree in preorder. */
function topLevelColumns(schema: readonly { name: string; num_children?: number }[]): string[] {
  const names: string[] = [];
  let at = 1;
  const skip = (): void => {
    let children = schema[at++]?.num_children ?? 0;
    while (children-- > 0) skip();
  };
  while (at < schema.length) {
    names.push(schema[at]?.name ?? '');
    skip();
  }
  return names;
}

/** Numbers of classes become names, lists and structures JSON. */
function cellText(value: unknown, names: readonly string[] | undefined): string {
  const plain = plainValue(value, names);
  if (plain === null || plain === undefined) return '';
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

function plainValue(value: unknown, names: readonly string[] | undefined): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') {
    const number = Number(value);
    // What tables of numbers have in the place of nothing.
    if (Number.isNaN(number)) return null;
    return (
      names?.[number] ?? (Number.isSafeInteger(number) || typeof value === 'number' ? number : String(value))
    );
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (ArrayBuffer.isView(value)) return Array.from(Object.values(value), (item) => plainValue(item, names));
  if (Array.isArray(value)) return value.map((item) => plainValue(item, names));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(item, names)]));
  }
  return value;
}

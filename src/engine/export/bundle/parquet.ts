import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { ExportEntry } from '../entry';

/** A column of texts or class numbers, or of lists of them; `names[i]` is class i. */
export interface ParquetColumn {
  readonly name: string;
  readonly isList: boolean;
  /** null for texts. */
  readonly names: readonly string[] | null;
}

/** The values of a row, in the order of the columns. */
export type ParquetRow = readonly (string | number | readonly string[] | readonly number[])[];

/** Rows of a group: few enough to be held, many enough to be packed well. */
const GROUP_ROWS = 5000;

/** Nothing is ever missing, but `datasets` believes in its classes only where a column may have nulls. */
function schemaOf({ name, isList, names }: ParquetColumn): SchemaElement[] {
  const value = (own: string): SchemaElement =>
    names === null
      ? { name: own, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }
      : { name: own, type: 'INT64', repetition_type: 'OPTIONAL' };
  if (!isList) return [value(name)];
  return [
    { name, converted_type: 'LIST', repetition_type: 'OPTIONAL', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    value('element'),
  ];
}

/** What Hugging Face's `datasets` reads from a file's metadata: the classes by name. */
function featuresOf(columns: readonly ParquetColumn[]): string {
  const features = columns.map(({ name, isList, names }) => {
    const feature =
      names === null ? { dtype: 'string', _type: 'Value' } : { names, _type: 'ClassLabel' as const };
    return [name, isList ? { feature, _type: 'Sequence' } : feature];
  });
  return JSON.stringify({ info: { features: Object.fromEntries(features) } });
}

/** Class numbers of 64 bits are bigints to the writer. */
function cell(value: ParquetRow[number]): unknown {
  if (typeof value === 'object') return value.map(cell);
  return typeof value === 'number' ? BigInt(value) : value;
}

/** A Parquet file of rows that come in batches; a group of rows is held at a time. */
export function parquetEntry(
  name: string,
  columns: readonly ParquetColumn[],
  batches: () => AsyncIterable<readonly ParquetRow[]>,
): ExportEntry {
  return {
    name,
    async write(sink) {
      const bytes = new ByteWriter();
      const flush = async () => {
        await sink.write(bytes.getBytes().slice());
        bytes.index = 0;
      };
      const parquet = new ParquetWriter({
        writer: bytes,
        schema: [{ name: 'schema', num_children: columns.length }, ...columns.flatMap(schemaOf)],
        kvMetadata: [{ key: 'huggingface', value: featuresOf(columns) }],
        createdBy: 'Tabtune',
      });
      const writeGroup = async (rows: readonly ParquetRow[]) => {
        await parquet.write({
          columnData: columns.map((column, i) => ({
            name: column.name,
            data: rows.map((row) => cell(row[i] ?? '')),
          })),
          rowGroupSize: rows.length,
        });
        await flush();
      };
      let waiting: ParquetRow[] = [];
      for await (const batch of batches()) {
        waiting.push(...batch);
        if (waiting.length < GROUP_ROWS) continue;
        await writeGroup(waiting);
        waiting = [];
      }
      if (waiting.length > 0) await writeGroup(waiting);
      await parquet.finish();
      await flush();
    },
  };
}

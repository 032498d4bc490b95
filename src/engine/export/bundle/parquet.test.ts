import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { expect, test } from 'vitest';
import { type ParquetColumn, parquetEntry, type ParquetRow } from './parquet';

async function* inBatches(rows: readonly ParquetRow[], size: number): AsyncGenerator<readonly ParquetRow[]> {
  for (let begin = 0; begin < rows.length; begin += size) yield rows.slice(begin, begin + size);
  yield [];
}

/** Writes rows and reads them back with the reader library; also tells how the bytes came. */
async function roundTrip(columns: readonly ParquetColumn[], rows: readonly ParquetRow[], batch: number) {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const sink = { write: async (chunk: Uint8Array) => void chunks.push(new Uint8Array(chunk)) };
  await parquetEntry('rows.parquet', columns, () => inBatches(rows, batch)).write(sink);
  const buffer = await new Blob(chunks).arrayBuffer();
  const file = { byteLength: buffer.byteLength, slice: async (a: number, b?: number) => buffer.slice(a, b) };
  const metadata = await parquetMetadataAsync(file);
  const read = await parquetReadObjects({ file, metadata, compressors });
  return { chunks, metadata, read };
}

const TEXTS: readonly ParquetColumn[] = [
  { name: 'text', isList: false, names: null },
  { name: 'label', isList: false, names: ['ham', 'spam'] },
];

test('texts and classes come back, group by group, whatever the batches', async () => {
  const rows = Array.from(
    { length: 12_345 },
    (_, i): ParquetRow => [`“${i}” 中 😀\n\t"x", ${'y'.repeat(i % 50)}`, i % 2],
  );
  const { chunks, metadata, read } = await roundTrip(TEXTS, rows, 777);
  expect(read).toEqual(rows.map(([text, label]) => ({ text, label: BigInt(Number(label)) })));
  // A group is handed on before the next is gathered.
  expect(metadata.row_groups.length).toBeGreaterThan(1);
  expect(chunks.length).toBeGreaterThan(metadata.row_groups.length);
});

test('lists keep their lengths, empty ones too', async () => {
  const columns: readonly ParquetColumn[] = [
    { name: 'tokens', isList: true, names: null },
    { name: 'tags', isList: true, names: ['O', 'B-PER'] },
  ];
  const { read, metadata } = await roundTrip(
    columns,
    [
      [
        ['Maria', 'met', ''],
        [1, 0, 0],
      ],
      [[], []],
      [['😀'], [0]],
    ],
    1,
  );
  expect(read).toEqual([
    { tokens: ['Maria', 'met', ''], tags: [1n, 0n, 0n] },
    { tokens: [], tags: [] },
    { tokens: ['😀'], tags: [0n] },
  ]);
  const features: unknown = JSON.parse(
    metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value ?? 'null',
  );
  expect(features).toEqual({
    info: {
      features: {
        tokens: { feature: { dtype: 'string', _type: 'Value' }, _type: 'Sequence' },
        tags: { feature: { names: ['O', 'B-PER'], _type: 'ClassLabel' }, _type: 'Sequence' },
      },
    },
  });
});

test('no rows at all are a file with its columns', async () => {
  const { read, metadata } = await roundTrip(TEXTS, [], 1);
  expect(read).toEqual([]);
  expect(metadata.schema.map(({ name }) => name)).toEqual(['schema', 'text', 'label']);
});

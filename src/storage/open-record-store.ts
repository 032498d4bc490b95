import type { Dexie, DexieOptions, Table } from 'dexie';
import type { RecordStore } from '../core/contract/storage';
import { createDatabase, guarded } from './database';
import { createMetricTable } from './metric-table';
import { RECORD_SCHEMAS, type TableName } from './record-schemas';
import { createRecordTable, type RawTable } from './record-table';

function rawTable(database: Dexie, name: TableName): RawTable {
  const table: Table<unknown, string> = database.table(name);
  return {
    get: (id) => guarded(`${name}/${id}`, () => table.get(id)),
    all: () =>
      guarded(name, async () => {
        const [ids, values] = await database.transaction('r', table, () =>
          Promise.all([table.toCollection().primaryKeys(), table.toArray()]),
        );
        return ids.map((id, i) => ({ id, value: values[i] }));
      }),
    put: (record) => guarded(`${name}/${record.id}`, async () => void (await table.put(record))),
    modify: (id, change) =>
      guarded(`${name}/${id}`, () =>
        database.transaction('rw', table, async () => void (await table.put(change(await table.get(id))))),
      ),
    delete: (id) => guarded(`${name}/${id}`, () => table.delete(id)),
  };
}

/** Where the database lies; the browser's own unless told. */
export interface RecordStoreOptions extends Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'> {
  readonly name?: string;
}

/** Records in IndexedDB, in a window or a worker. Throws `STORAGE_UNAVAILABLE`. */
export async function openRecordStore(options: RecordStoreOptions = {}): Promise<RecordStore> {
  const { name = 'tabtune', ...dependencies } = options;
  const database = createDatabase(name, dependencies);
  await guarded(name, () => database.open());
  return {
    datasets: createRecordTable('datasets', RECORD_SCHEMAS.datasets, rawTable(database, 'datasets')),
    models: createRecordTable('models', RECORD_SCHEMAS.models, rawTable(database, 'models')),
    runs: createRecordTable('runs', RECORD_SCHEMAS.runs, rawTable(database, 'runs')),
    metrics: createMetricTable(database),
  };
}

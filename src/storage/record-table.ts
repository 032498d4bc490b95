import type { z } from 'zod';
import { AppError } from '../core/contract/errors';
import type { RecordTable } from '../core/contract/storage';
import { parseRecord, type TableName } from './record-schemas';

/** Records as the database holds them, before anybody looked at them. */
export interface RawTable {
  get(id: string): Promise<unknown>;
  all(): Promise<{ readonly id: string; readonly value: unknown }[]>;
  put(record: { readonly id: string }): Promise<void>;
  /** Reads, changes and writes in one transaction; what `change` throws undoes it. */
  modify(id: string, change: (value: unknown) => { readonly id: string }): Promise<void>;
  delete(id: string): Promise<void>;
}

/** A table whose records are parsed whenever they are read; one damaged record does not hide the others. */
export function createRecordTable<T extends { readonly id: string; readonly createdAt: number }>(
  name: TableName,
  schema: z.ZodType<T>,
  raw: RawTable,
): RecordTable<T> {
  return {
    get: async (id) => {
      const value = await raw.get(id);
      return value === undefined ? undefined : parseRecord(name, schema, id, value);
    },
    list: async () => {
      const parsed = (await raw.all()).map(({ value }) => schema.safeParse(value));
      return parsed
        .flatMap((result) => (result.success ? [result.data] : []))
        .sort((a, b) => b.createdAt - a.createdAt);
    },
    damaged: async () => {
      const rows = await raw.all();
      return rows.filter(({ value }) => !schema.safeParse(value).success).map(({ id }) => id);
    },
    put: async (record) => raw.put(parseRecord(name, schema, record.id, record)),
    update: (id, patch) =>
      raw.modify(id, (value) => {
        if (value === undefined) throw new AppError('STORAGE_NOT_FOUND', { path: `${name}/${id}` });
        const current = parseRecord(name, schema, id, value);
        return parseRecord(name, schema, id, { ...current, ...patch });
      }),
    delete: (id) => raw.delete(id),
  };
}

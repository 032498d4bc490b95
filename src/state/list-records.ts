import { AppError } from '../core/contract/errors';
import type { RecordTable } from '../core/contract/storage';
import type { StudioContext } from './studio-context';

/** All records of a table; those that cannot be read any more are told, and left out. */
export async function listRecords<T extends { readonly id: string }>(
  { get }: StudioContext,
  name: string,
  table: RecordTable<T>,
): Promise<T[]> {
  const damaged = await table.damaged();
  if (damaged.length > 0) {
    get().notices.report(new AppError('STORAGE_DAMAGED', { file: damaged.map((id) => `${name}/${id}`) }));
  }
  return table.list();
}

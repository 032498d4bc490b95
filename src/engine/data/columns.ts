import type { DatasetFile } from '../../core/contract/dataset';
import { AppError } from '../../core/contract/errors';
import { SPLIT_NAMES } from '../../core/contract/task';
import { splitOf } from './known-names';

/** Split of a row that neither its file nor a column decides. */
export const OPEN_SPLIT = SPLIT_NAMES.length;

/** Where a column stands in a file; -1 for one that is not mapped. Throws `DATA_COLUMN_MISSING` (file, column). */
export function columnIndex(file: DatasetFile, name: string | null): number {
  if (name === null) return -1;
  const index = file.columns.findIndex((column) => column.name === name);
  if (index < 0) throw new AppError('DATA_COLUMN_MISSING', { file: file.name, column: name });
  return index;
}

/** Where the split column stands. A file whose role is given needs none. Throws `DATA_COLUMN_MISSING`. */
export const splitColumnIndex = (file: DatasetFile, name: string | null): number =>
  file.role === 'auto' ? columnIndex(file, name) : -1;

/** The split that a file's role or its column gives, `OPEN_SPLIT` without either, null for a value that names none. */
export function fixedSplit(file: DatasetFile, cell: string, byColumn: boolean): number | null {
  if (file.role !== 'auto') return SPLIT_NAMES.indexOf(file.role);
  if (!byColumn) return OPEN_SPLIT;
  const split = splitOf(cell);
  return split === null ? null : SPLIT_NAMES.indexOf(split);
}

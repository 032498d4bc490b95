import type { ExportFormat } from '../../core/catalog/exports';
import type { ExportEntry } from './entry';
import { transformersEntries } from './formats/transformers';
import type { ExportInput } from './input';

/** The files of each export format of the catalog, in the order they are written. */
export const EXPORT_FORMATS: Readonly<Record<ExportFormat, (input: ExportInput) => readonly ExportEntry[]>> =
  {
    transformers: transformersEntries,
  };

import type { Certificate } from '../../../src/core/contract/export';
import type { RowReference, RunSpec } from '../../../src/core/contract/run';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import type { Reference } from '../../../src/engine/export/certificate/reference';
import { readRowBatches } from '../data/rows-file';
import { exportedTokenizer } from './exported-tokenizer';
import type { ExportedFiles } from './exported-files';
import type { InferenceLibrary } from './library';

/**
 * Reads the texts of the reference's rows with the library's tokenizer and with the studio's. Rows of words have no
 * text of their own, and those of a dataset that changed or is gone have none any more: they are not compared.
 */
export async function compareTokenizers(
  files: FileStore,
  records: RecordStore,
  spec: RunSpec | null,
  reference: Reference,
  exported: ExportedFiles,
  library: InferenceLibrary,
): Promise<Certificate['tokenizer']> {
  const texts = spec === null ? [] : await textsOf(files, records, spec, reference.rows);
  if (texts.length === 0) return { compared: 0, different: [] };
  const tokenizer = await exportedTokenizer(exported);
  const theirs = await library.tokenIds(
    exported,
    texts.map(({ text }) => text),
  );
  const different = texts.filter(({ text }, i) => {
    const { ids } = tokenizer.encode(text, { maxLength: Number.MAX_SAFE_INTEGER });
    return !equal(ids, theirs[i] ?? []);
  });
  return { compared: texts.length, different: different.map(({ at }) => at) };
}

const equal = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((value, i) => value === b[i]);

interface PlacedText {
  readonly at: RowReference;
  readonly text: string;
}

async function textsOf(
  files: FileStore,
  records: RecordStore,
  spec: RunSpec,
  rows: readonly RowReference[],
): Promise<PlacedText[]> {
  const dataset = await records.datasets.get(spec.datasetId);
  const mapping = dataset?.mapping;
  if (dataset === undefined || mapping?.task !== 'text-classification') return [];
  const found: PlacedText[] = [];
  for (const { id: fileId, columns } of dataset.files) {
    const column = columns.findIndex(({ name }) => name === mapping.text);
    const wanted = new Set(rows.filter((row) => row.fileId === fileId).map(({ row }) => row));
    const path = paths.rows(dataset.id, fileId);
    if (column < 0 || wanted.size === 0 || !(await files.exists(path))) continue;
    for await (const batch of readRowBatches(await files.read(path))) {
      for (const { row, cells } of batch) {
        if (wanted.delete(row)) found.push({ at: { fileId, row }, text: cells[column] ?? '' });
      }
      if (wanted.size === 0) break;
    }
  }
  return found;
}

import type { ColumnMapping, DatasetFile, TableRow } from '../../../src/core/contract/dataset';
import { AppError, type Failure, toAppError } from '../../../src/core/contract/errors';
import type { Certificate } from '../../../src/core/contract/export';
import type { RowReference, RunSpec } from '../../../src/core/contract/run';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import { columnIndex } from '../../../src/engine/data/columns';
import { type RawSentence, sentenceSource } from '../../../src/engine/data/entities/raw-sentences';
import type { Reference } from '../../../src/engine/export/certificate/reference';
import { readRowBatches } from '../data/rows-file';
import { exportedTokenizer } from './exported-tokenizer';
import type { ExportedFiles } from './exported-files';
import type { InferenceLibrary } from './library';

/**
 * Reads the texts of the reference's rows with the library's tokenizer and with the studio's; words that are cut apart
 * are read with a space between, as the card's snippets would. Rows of a dataset that is gone are not compared.
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
  if (texts.length === 0) return { compared: 0, different: [], failure: null };
  const tokenizer = await exportedTokenizer(exported);
  const theirs = await idsOf(library, exported, texts);
  if ('code' in theirs) return { compared: 0, different: [], failure: theirs };
  const different = texts.filter(({ text }, i) => {
    const { ids } = tokenizer.encode(text, { maxLength: Number.MAX_SAFE_INTEGER });
    return !equal(ids, theirs[i] ?? []);
  });
  return { compared: texts.length, different: different.map(({ at }) => at), failure: null };
}

/** A tokenizer that the library cannot read is a finding: the graphs may be right all the same. */
async function idsOf(
  library: InferenceLibrary,
  exported: ExportedFiles,
  texts: readonly PlacedText[],
): Promise<number[][] | Failure> {
  try {
    return await library.tokenIds(
      exported,
      texts.map(({ text }) => text),
    );
  } catch (thrown) {
    const { failure } = toAppError(thrown);
    if (failure.code !== 'EXPORT_TOKENIZER_UNREADABLE') throw thrown;
    return failure;
  }
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
  const mapping = dataset?.mapping ?? null;
  if (dataset === undefined || mapping === null) return [];
  const found: PlacedText[] = [];
  for (const file of dataset.files) {
    const wanted = new Set(rows.filter(({ fileId }) => fileId === file.id).map(({ row }) => row));
    const path = paths.rows(dataset.id, file.id);
    if (wanted.size === 0 || !(await files.exists(path))) continue;
    const source = textSource(file, mapping);
    if (source === null) continue;
    const keep = (texts: readonly RowText[]) => {
      for (const { row, text } of texts) {
        if (text !== null && wanted.delete(row)) found.push({ at: { fileId: file.id, row }, text });
      }
    };
    for await (const batch of readRowBatches(await files.read(path))) {
      for (const row of batch) keep(source.push(row));
      if (wanted.size === 0) break;
    }
    keep(source.end());
  }
  return found;
}

interface RowText {
  readonly row: number;
  /** null where a row cannot be read. */
  readonly text: string | null;
}

interface TextSource {
  /** Texts that this row completes. */
  push(row: TableRow): readonly RowText[];
  end(): readonly RowText[];
}

/** The first text of a pair; a sentence where words stand. null where the dataset lost the columns since. */
function textSource(file: DatasetFile, mapping: ColumnMapping): TextSource | null {
  try {
    return sourceOf(file, mapping);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'DATA_COLUMN_MISSING') return null;
    throw thrown;
  }
}

function sourceOf(file: DatasetFile, mapping: ColumnMapping): TextSource {
  if (mapping.task === 'text-classification') {
    const column = columnIndex(file, mapping.text);
    return { push: ({ row, cells }) => [{ row, text: cells[column] ?? null }], end: () => [] };
  }
  const sentences = sentenceSource(file, mapping);
  return {
    push: (row) => sentences.push(row).map(sentenceText),
    end: () => sentences.end().map(sentenceText),
  };
}

function sentenceText({ row, content }: RawSentence): RowText {
  if (content.kind === 'tags') return { row, text: content.words.join(' ') };
  return { row, text: content.kind === 'spans' ? content.text : null };
}

import type { DatasetRecord, FileScheme, TableRow, TokenMapping } from '../../../core/contract/dataset';
import type { RowSink } from '../example-maker';
import { isWholeNumber } from '../cell-kinds';
import { type RawSentence, type SentenceSource, sentenceSource } from './raw-sentences';
import { SchemeEvidence } from './scheme-evidence';
import { nameTags, tagNames } from './sentence-rules';

/** Goes through all tags of a dataset once and finds the scheme of each file. */
export class SchemeSurvey implements RowSink {
  private readonly files: readonly {
    readonly source: SentenceSource;
    readonly evidence: SchemeEvidence;
    readonly names: readonly string[];
  }[];

  /** Throws `DATA_COLUMN_MISSING` (file, column). */
  constructor(
    private readonly dataset: DatasetRecord,
    private readonly mapping: TokenMapping,
  ) {
    this.files = dataset.files.map((file) => ({
      source: sentenceSource(file, mapping),
      evidence: new SchemeEvidence(),
      names: tagNames(dataset, file),
    }));
  }

  /** Rows of a file, in file order; files in the dataset's order. */
  add(fileIndex: number, row: TableRow): void {
    this.take(fileIndex, this.files[fileIndex]?.source.push(row) ?? []);
  }

  endFile(fileIndex: number): void {
    this.take(fileIndex, this.files[fileIndex]?.source.end() ?? []);
  }

  finish(): FileScheme[] {
    return this.dataset.files.map(({ id }, i) => {
      const chosen = this.dataset.tagging.schemes[id] ?? null;
      if (this.mapping.layout === 'spans') {
        return { fileId: id, scheme: 'IOB2', found: null, contradictions: {} };
      }
      return (this.files[i]?.evidence ?? new SchemeEvidence()).finish(id, chosen);
    });
  }

  private take(fileIndex: number, sentences: readonly RawSentence[]): void {
    const file = this.files[fileIndex];
    for (const { content } of sentences) {
      if (content.kind !== 'tags' || !file) continue;
      // A number without a name says nothing about the scheme.
      file.evidence.add(nameTags(content.tags, file.names).map((tag) => (isWholeNumber(tag) ? 'O' : tag)));
    }
  }
}

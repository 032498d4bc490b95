import type { DatasetRecord, TableRow, TextMapping } from '../../core/contract/dataset';
import { type ExampleMaker, type ExampleTarget, newBuilders } from './example-maker';
import type { ExampleSetBuilder } from './example-set-builder';
import { type SurveyResult, textsOf } from './survey';

/** Tokenizes texts, or pairs of them, with the class of each. */
export class TextExamples implements ExampleMaker {
  readonly builders: readonly ExampleSetBuilder[];
  private readonly texts: readonly ReturnType<typeof textsOf>[];
  private index = 0;

  constructor(
    dataset: DatasetRecord,
    mapping: TextMapping,
    private readonly survey: SurveyResult,
    private readonly target: ExampleTarget,
  ) {
    this.builders = newBuilders(target.maxLength);
    this.texts = dataset.files.map((file) => textsOf(file, mapping));
  }

  add(file: number, row: TableRow): void {
    const fate = this.survey.fate(this.index++);
    const read = this.texts[file];
    if (fate === null || !read) return;
    const { text, pair } = read(row);
    const { tokenizer, maxLength } = this.target;
    const encoding = tokenizer.encode(text, { maxLength, ...(pair !== undefined && { pair }) });
    this.builders[fate.split]?.add(encoding, { labels: [fate.label], file, row: row.row });
  }

  endFile(): void {
    // A row is an example: nothing is left over.
  }
}

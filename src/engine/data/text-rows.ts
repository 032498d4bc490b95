import type { DatasetRecord, TableRow, TextMapping } from '../../core/contract/dataset';
import { type SurveyResult, textsOf } from './survey';
import type { LabelledText, UsableRows } from './usable-rows';

/** The texts of a surveyed dataset that have a class and a split. */
export class TextRows implements UsableRows<LabelledText> {
  private readonly texts: readonly ReturnType<typeof textsOf>[];
  private index = 0;

  constructor(
    dataset: DatasetRecord,
    mapping: TextMapping,
    private readonly survey: SurveyResult,
  ) {
    this.texts = dataset.files.map((file) => textsOf(file, mapping));
  }

  add(file: number, row: TableRow): LabelledText[] {
    const fate = this.survey.fate(this.index++);
    const read = this.texts[file];
    if (fate === null || !read) return [];
    const { text, pair } = read(row);
    return [{ ...fate, text, pair, file, row: row.row }];
  }

  endFile(): LabelledText[] {
    // A row is an example: nothing is left over.
    return [];
  }
}

import type { DatasetRecord, TableRow, TokenMapping } from '../../../core/contract/dataset';
import type { LabelledWords, UsableRows } from '../usable-rows';
import type { EntitySurveyResult } from './entity-survey';
import { type RawSentence, type SentenceSource, sentenceSource } from './raw-sentences';
import { sentenceRules, type SentenceRules, understand } from './sentence-rules';
import { sentenceTags } from './tag-list';

/** The sentences of a surveyed dataset that have tags and a split. */
export class SentenceRows implements UsableRows<LabelledWords> {
  private readonly sources: readonly SentenceSource[];
  private readonly rules: readonly SentenceRules[];
  private readonly ids: ReadonlyMap<string, number>;
  private index = 0;

  constructor(
    dataset: DatasetRecord,
    mapping: TokenMapping,
    private readonly survey: EntitySurveyResult,
  ) {
    const { schemes, tags } = survey.report.tagging;
    this.sources = dataset.files.map((file) => sentenceSource(file, mapping));
    this.rules = dataset.files.map((file, i) => sentenceRules(dataset, file, schemes[i]?.scheme ?? 'IOB2'));
    this.ids = new Map(tags.map((tag, id) => [tag, id]));
  }

  add(file: number, row: TableRow): LabelledWords[] {
    return (this.sources[file]?.push(row) ?? []).flatMap((sentence) => this.take(file, sentence));
  }

  endFile(file: number): LabelledWords[] {
    return (this.sources[file]?.end() ?? []).flatMap((sentence) => this.take(file, sentence));
  }

  private take(file: number, raw: RawSentence): LabelledWords[] {
    const split = this.survey.split(this.index++);
    const rules = this.rules[file];
    if (split === null || !rules) return [];
    const { sentence } = understand(raw, rules);
    if (!sentence) return [];
    const tags = sentenceTags(sentence, this.survey.report.labelMap);
    const labels = tags.map((tag) => this.ids.get(tag) ?? 0);
    return [{ split, words: sentence.words, labels, file, row: raw.row }];
  }
}

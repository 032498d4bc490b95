import type { DatasetRecord, TableRow, TokenMapping } from '../../../core/contract/dataset';
import { type ExampleMaker, type ExampleTarget, newBuilders } from '../example-maker';
import type { ExampleSetBuilder } from '../example-set-builder';
import { alignLabels, type LaterLabels, laterLabels } from './align-labels';
import type { EntitySurveyResult } from './entity-survey';
import { type RawSentence, type SentenceSource, sentenceSource } from './raw-sentences';
import { sentenceRules, type SentenceRules, understand } from './sentence-rules';
import { sentenceTags } from './tag-list';

/** Tokenizes sentences word by word, with a label for each token and the word it belongs to. */
export class SentenceExamples implements ExampleMaker {
  readonly builders: readonly ExampleSetBuilder[];
  private readonly sources: readonly SentenceSource[];
  private readonly rules: readonly SentenceRules[];
  private readonly ids: ReadonlyMap<string, number>;
  private readonly later: LaterLabels;
  private index = 0;

  constructor(
    private readonly dataset: DatasetRecord,
    mapping: TokenMapping,
    private readonly survey: EntitySurveyResult,
    private readonly target: ExampleTarget,
  ) {
    const { schemes, tags } = survey.report.tagging;
    this.builders = newBuilders(target.maxLength);
    this.sources = dataset.files.map((file) => sentenceSource(file, mapping));
    this.rules = dataset.files.map((file, i) => sentenceRules(dataset, file, schemes[i]?.scheme ?? 'IOB2'));
    this.ids = new Map(tags.map((tag, id) => [tag, id]));
    this.later = laterLabels(tags, target.labelAllTokens);
  }

  add(file: number, row: TableRow): void {
    for (const sentence of this.sources[file]?.push(row) ?? []) this.take(file, sentence);
  }

  endFile(file: number): void {
    for (const sentence of this.sources[file]?.end() ?? []) this.take(file, sentence);
  }

  private take(file: number, raw: RawSentence): void {
    const split = this.survey.split(this.index++);
    const rules = this.rules[file];
    const builder = this.builders[split ?? -1];
    if (!rules || !builder) return;
    const { sentence } = understand(raw, rules);
    if (!sentence) return;
    const tags = sentenceTags(sentence, this.survey.report.labelMap);
    const wordLabels = tags.map((tag) => this.ids.get(tag) ?? 0);
    const { tokenizer, maxLength } = this.target;
    const encoding = tokenizer.encodeWords(sentence.words, { maxLength });
    const { wordIds } = encoding;
    builder.add(encoding, {
      labels: alignLabels(wordIds, wordLabels, this.later),
      file,
      row: raw.row,
      wordIds,
    });
    if (!encoding.truncated) return;
    const kept = wordIds.reduce((most, word) => Math.max(most, word + 1), 0);
    const fileId = this.dataset.files[file]?.id ?? '';
    builder.noteCut({ fileId, row: raw.row, words: sentence.words.length, kept });
  }
}

import type { DatasetRecord, TableRow } from '../../../core/contract/dataset';
import { type ExampleMaker, type ExampleTarget, newBuilders } from '../example-maker';
import type { ExampleSetBuilder } from '../example-set-builder';
import type { LabelledWords, UsableRows } from '../usable-rows';
import { alignLabels, type LaterLabels, laterLabels } from './align-labels';

/** Tokenizes sentences word by word, with a label for each token and the word it belongs to. */
export class SentenceExamples implements ExampleMaker {
  readonly builders: readonly ExampleSetBuilder[];
  private readonly later: LaterLabels;

  constructor(
    private readonly dataset: DatasetRecord,
    private readonly rows: UsableRows<LabelledWords>,
    tags: readonly string[],
    private readonly target: ExampleTarget,
  ) {
    this.builders = newBuilders(target.maxLength);
    this.later = laterLabels(tags, target.labelAllTokens);
  }

  add(file: number, row: TableRow): void {
    for (const sentence of this.rows.add(file, row)) this.take(sentence);
  }

  endFile(file: number): void {
    for (const sentence of this.rows.endFile(file)) this.take(sentence);
  }

  private take({ split, words, labels, file, row }: LabelledWords): void {
    const builder = this.builders[split];
    if (!builder) return;
    const { tokenizer, maxLength } = this.target;
    const encoding = tokenizer.encodeWords(words, { maxLength });
    const { wordIds } = encoding;
    builder.add(encoding, { labels: alignLabels(wordIds, labels, this.later), file, row, wordIds });
    if (!encoding.truncated) return;
    const kept = wordIds.reduce((most, word) => Math.max(most, word + 1), 0);
    const fileId = this.dataset.files[file]?.id ?? '';
    builder.noteCut({ fileId, row, words: words.length, kept });
  }
}

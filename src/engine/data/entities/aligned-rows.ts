import type {
  AlignedRow,
  DatasetFile,
  DatasetRecord,
  TableRow,
  TagScheme,
  TokenMapping,
} from '../../../core/contract/dataset';
import { defaultLabelMap } from '../labels';
import type { ExampleTarget } from '../example-maker';
import { alignLabels, laterLabels } from './align-labels';
import { type RawSentence, type SentenceSource, sentenceSource } from './raw-sentences';
import { type SentenceFate, sentenceFates } from './sentence-fate';
import { type SentenceRules, sentenceRules, type Understood, understand } from './sentence-rules';
import { sentenceTags } from './tag-list';

/** Shows sentences of one file as the model will see them. */
export class AlignedRows {
  private readonly source: SentenceSource;
  private readonly rules: SentenceRules;
  private readonly fateOf: (raw: RawSentence, understood: Understood) => SentenceFate;

  /** `tags`: those of the model, as the report has them. Throws `DATA_COLUMN_MISSING` (file, column). */
  constructor(
    private readonly dataset: DatasetRecord,
    file: DatasetFile,
    private readonly reading: {
      readonly mapping: TokenMapping;
      readonly scheme: TagScheme;
      readonly tags: readonly string[];
    },
    private readonly target: ExampleTarget,
  ) {
    const { mapping, scheme } = reading;
    this.source = sentenceSource(file, mapping);
    this.rules = sentenceRules(dataset, file, scheme);
    this.fateOf = sentenceFates(dataset, file, mapping);
  }

  /** Sentences that a row completes. */
  add(row: TableRow): AlignedRow[] {
    return this.source.push(row).map((sentence) => this.align(sentence));
  }

  /** The one that the end of the file completes. */
  end(): AlignedRow[] {
    return this.source.end().map((sentence) => this.align(sentence));
  }

  private align(raw: RawSentence): AlignedRow {
    const { row, line } = raw;
    const understood = understand(raw, this.rules);
    const { sentence } = understood;
    const { reason } = this.fateOf(raw, understood);
    if (!sentence || reason !== null) return { row, line, words: [], truncated: false, reason };
    const { tokenizer, maxLength, labelAllTokens } = this.target;
    const tags = sentenceTags(sentence, this.dataset.labelMap ?? defaultLabelMap([]));
    const names = this.reading.tags;
    const encoding = tokenizer.encodeWords(sentence.words, { maxLength });
    const labels = alignLabels(
      encoding.wordIds,
      tags.map((tag) => names.indexOf(tag)),
      laterLabels(names, labelAllTokens),
    );
    const words = sentence.words.map((text, i) => ({
      text,
      tag: tags[i] ?? 'O',
      tokens: [] as { text: string; label: string | null }[],
    }));
    for (const [t, word] of encoding.wordIds.entries()) {
      const text = tokenizer.idToToken(encoding.ids[t] ?? -1);
      words[word]?.tokens.push({ text, label: names[labels[t] ?? -1] ?? null });
    }
    return { row, line, words, truncated: encoding.truncated, reason: null };
  }
}

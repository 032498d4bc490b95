import { NO_PROBLEMS } from '../../../core/catalog/row-counts';
import {
  type DatasetRecord,
  type DatasetReport,
  type FileScheme,
  type LabelMap,
  type ProblemRow,
  type RowProblemKind,
  type TableRow,
  type TaggingReport,
  type TokenMapping,
} from '../../../core/contract/dataset';
import { splitColumnIndex } from '../columns';
import { dealSplits, EXCLUDED } from '../deal-splits';
import type { RowSink } from '../example-maker';
import { Exclusions } from '../exclusions';
import { defaultLabelMap, extendLabelMap } from '../labels';
import { TRAIN } from '../split';
import { EntityLedger } from './entity-ledger';
import { type RawSentence, type SentenceSource, sentenceSource } from './raw-sentences';
import { type SentenceFate, sentenceFates } from './sentence-fate';
import { sentenceRules, type SentenceRules, tagNames, type Understood, understand } from './sentence-rules';
import { labelOfType, tagList } from './tag-list';
import { GrowingInts } from '../growing-ints';

const LISTED_PROBLEMS = 1000;

export interface EntitySurveyResult {
  readonly report: DatasetReport & { readonly tagging: TaggingReport };
  /** Index of the split of the i-th sentence, in the order in which they were added; null when it is not used. */
  split(index: number): number | null;
}

/** Goes through all sentences of a dataset, once their schemes are known, and decides which are used, and where. */
export class EntitySurvey implements RowSink {
  private readonly sources: readonly SentenceSource[];
  private readonly rules: readonly SentenceRules[];
  private readonly fates: readonly ((raw: RawSentence, understood: Understood) => SentenceFate)[];
  private readonly byColumn: readonly boolean[];
  private readonly splits = new GrowingInts();
  private readonly ledger = new EntityLedger();
  private readonly excluded = new Exclusions();
  private readonly problems: ProblemRow[] = [];
  private readonly problemCounts: Record<RowProblemKind, number> = { ...NO_PROBLEMS };
  private readonly unnamed = new Set<string>();

  /** Throws `DATA_COLUMN_MISSING` (file, column). */
  constructor(
    private readonly dataset: DatasetRecord,
    mapping: TokenMapping,
    private readonly schemes: readonly FileScheme[],
  ) {
    const { files } = dataset;
    this.sources = files.map((file) => sentenceSource(file, mapping));
    this.rules = files.map((file, i) => sentenceRules(dataset, file, schemes[i]?.scheme ?? 'IOB2'));
    this.fates = files.map((file) => sentenceFates(dataset, file, mapping));
    this.byColumn = files.map((file) => splitColumnIndex(file, mapping.split) >= 0);
  }

  /** Rows of a file, in file order; files in the dataset's order. */
  add(fileIndex: number, row: TableRow): void {
    for (const sentence of this.sources[fileIndex]?.push(row) ?? []) this.take(fileIndex, sentence);
  }

  /** After the last row of a file. */
  endFile(fileIndex: number): void {
    for (const sentence of this.sources[fileIndex]?.end() ?? []) this.take(fileIndex, sentence);
  }

  finish(): EntitySurveyResult {
    const values = this.ledger.types();
    const raws = values.map(({ raw }) => raw);
    const labelMap = this.dataset.labelMap
      ? extendLabelMap(this.dataset.labelMap, raws)
      : defaultLabelMap(raws);
    const classes = this.ledger.rarestTypes();
    const { splits, origin } = dealSplits(this.dataset, {
      classes,
      splits: this.splits.toArray(),
      byColumn: this.byColumn,
    });
    const counts = this.ledger.count(splits, (type) => labelOfType(labelMap, type));
    const tags = this.tags(labelMap);
    const bySplit = <T>(of: (split: number) => T) => ({ train: of(0), validation: of(1), test: of(2) });
    return {
      report: {
        rowCount: classes.length,
        examples: bySplit((split) => counts.sentences[split] ?? 0),
        values,
        counts: bySplit((split) => labelMap.labels.map((label) => counts.entities[split]?.get(label) ?? 0)),
        origin,
        excludedCounts: this.excluded.counts,
        excluded: this.excluded.list,
        labelMap,
        tagging: {
          schemes: this.schemes,
          tags,
          tagCounts: bySplit((split) => tags.map((tag) => counts.tags[split]?.get(tag) ?? 0)),
          unnamed: [...this.unnamed].sort((a, b) => Number(a) - Number(b)),
          problemCounts: this.problemCounts,
          problems: this.problems,
        },
      },
      split: (index) => ((classes[index] ?? EXCLUDED) === EXCLUDED ? null : (splits[index] ?? TRAIN)),
    };
  }

  private take(fileIndex: number, raw: RawSentence): void {
    const file = this.dataset.files[fileIndex];
    const rules = this.rules[fileIndex];
    const fateOf = this.fates[fileIndex];
    if (!file || !rules || !fateOf) throw new RangeError(`no file ${fileIndex}`);
    const understood = understand(raw, rules);
    const { sentence, problem, unnamed } = understood;
    for (const number of unnamed) this.unnamed.add(number);
    const { reason, split } = fateOf(raw, understood);
    this.splits.push(split);
    this.ledger.add(sentence, reason === null);
    if (reason !== null) this.excluded.add(file, raw, reason);
    if (problem === null) return;
    this.problemCounts[problem.kind]++;
    if (this.problems.length < LISTED_PROBLEMS) {
      this.problems.push({ ...problem, fileId: file.id, row: raw.row, line: raw.line });
    }
  }

  private tags(labelMap: LabelMap): string[] {
    const names = this.dataset.files
      .map((file) => tagNames(this.dataset, file))
      .find((each) => each.length > 0);
    return tagList({
      occurring: this.ledger.tags((type) => labelOfType(labelMap, type)),
      names: names ?? [],
      labelMap,
      converted: this.schemes.some(({ scheme, found }) => found === null || scheme !== 'IOB2'),
    });
  }
}

import type {
  DatasetFile,
  DatasetRecord,
  DatasetReport,
  ExclusionReason,
  LabelMap,
  TableRow,
  TextMapping,
} from '../../core/contract/dataset';
import { SPLIT_NAMES } from '../../core/contract/task';
import { columnIndex, fixedSplit, OPEN_SPLIT, splitColumnIndex } from './columns';
import { dealSplits, EXCLUDED } from './deal-splits';
import type { RowSink } from './example-maker';
import { Exclusions } from './exclusions';
import { GrowingInts } from './growing-ints';
import { defaultLabelMap, extendLabelMap, labelIds } from './labels';
import { shorten } from './profile';
import { TRAIN } from './split';

/** Where the mapped columns stand in one file; -1 for one that is not mapped. */
interface Columns {
  readonly text: number;
  readonly textPair: number;
  readonly label: number;
  readonly split: number;
}

/** What becomes of a row: its class and the index of its split, or null when it is not used. */
export interface RowFate {
  readonly label: number;
  readonly split: number;
}

/** What a survey found; `fates[i]` is that of the i-th row in the order in which rows were added. */
export interface SurveyResult {
  readonly report: DatasetReport;
  fate(index: number): RowFate | null;
}

/**
 * Goes through all rows of texts and labels once and decides which are used, with which label, in which split. Holds
 * a few bytes a row.
 */
export class Survey implements RowSink {
  private readonly columns: readonly Columns[];
  private readonly known: ReadonlyMap<string, number | null>;
  private readonly valueIds = new Map<string, number>();
  private readonly valueCounts: number[] = [];
  private readonly rowValues = new GrowingInts();
  private readonly rowSplits = new GrowingInts();
  private readonly excluded = new Exclusions();

  /** Throws `DATA_COLUMN_MISSING` (file, column). */
  constructor(
    private readonly dataset: DatasetRecord,
    mapping: TextMapping,
  ) {
    this.columns = dataset.files.map((file) => findColumns(file, mapping));
    this.known = dataset.labelMap ? labelIds(dataset.labelMap) : new Map();
  }

  /** Rows of a file, in file order; files in the dataset's order. */
  add(fileIndex: number, row: TableRow): void {
    const columns = this.columns[fileIndex];
    const file = this.dataset.files[fileIndex];
    if (!columns || !file) throw new RangeError(`no file ${fileIndex}`);
    const raw = row.cells[columns.label]?.trim() ?? '';
    const hasText = (row.cells[columns.text] ?? '').trim() !== '';
    const value = hasText && raw !== '' ? this.countValue(raw) : EXCLUDED;
    const split = fixedSplit(file, row.cells[columns.split] ?? '', columns.split >= 0);
    const reason = this.reasonAgainst(hasText, raw, split);
    this.rowValues.push(reason === null ? value : EXCLUDED);
    this.rowSplits.push(split ?? OPEN_SPLIT);
    if (reason === null) return;
    const excerpt = shorten(row.cells.filter((cell) => cell.trim() !== '').join(' | '));
    this.excluded.add(file, { row: row.row, line: row.line, excerpt }, reason);
  }

  endFile(): void {
    // A row is an example: nothing is left over.
  }

  finish(): SurveyResult {
    const values = [...this.valueIds.keys()];
    const labelMap = this.dataset.labelMap
      ? extendLabelMap(this.dataset.labelMap, values)
      : defaultLabelMap(values);
    const ids = labelIds(labelMap);
    const labelOfValue = Int32Array.from(values, (raw) => ids.get(raw) ?? EXCLUDED);
    const rowValues = this.rowValues.toArray();
    const labels = rowValues.map((value) =>
      value === EXCLUDED ? EXCLUDED : (labelOfValue[value] ?? EXCLUDED),
    );
    const { splits, origin } = dealSplits(this.dataset, {
      classes: labels,
      splits: this.rowSplits.toArray(),
      byColumn: this.columns.map(({ split }) => split >= 0),
    });
    const counts = countBySplit(labels, splits, labelMap);
    return {
      report: {
        rowCount: labels.length,
        examples: { train: sum(counts.train), validation: sum(counts.validation), test: sum(counts.test) },
        values: values
          .map((raw, id) => ({ raw, count: this.valueCounts[id] ?? 0 }))
          .sort((a, b) => b.count - a.count),
        counts,
        origin,
        excludedCounts: this.excluded.counts,
        excluded: this.excluded.list,
        labelMap,
        tagging: null,
      },
      fate(index) {
        const label = labels[index] ?? EXCLUDED;
        return label === EXCLUDED ? null : { label, split: splits[index] ?? TRAIN };
      },
    };
  }

  private countValue(raw: string): number {
    const id = this.valueIds.get(raw) ?? this.valueIds.size;
    this.valueIds.set(raw, id);
    this.valueCounts[id] = (this.valueCounts[id] ?? 0) + 1;
    return id;
  }

  private reasonAgainst(hasText: boolean, raw: string, split: number | null): ExclusionReason | null {
    if (!hasText) return 'empty-text';
    if (raw === '') return 'empty-label';
    if (this.known.get(raw) === null) return 'dropped-label';
    return split === null ? 'unknown-split' : null;
  }
}

function findColumns(file: DatasetFile, mapping: TextMapping): Columns {
  return {
    text: columnIndex(file, mapping.text),
    textPair: columnIndex(file, mapping.textPair),
    label: columnIndex(file, mapping.label),
    split: splitColumnIndex(file, mapping.split),
  };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

function countBySplit(
  labels: Int32Array,
  splits: Int32Array,
  { labels: names }: LabelMap,
): DatasetReport['counts'] {
  const counts = SPLIT_NAMES.map(() => names.map(() => 0));
  for (const [i, label] of labels.entries()) {
    const row = counts[splits[i] ?? TRAIN];
    if (label !== EXCLUDED && row) row[label] = (row[label] ?? 0) + 1;
  }
  return { train: counts[0] ?? [], validation: counts[1] ?? [], test: counts[2] ?? [] };
}

/** The text of a row, and its second text where a column is mapped to it. */
export function textsOf(
  file: DatasetFile,
  mapping: TextMapping,
): (row: TableRow) => { text: string; pair?: string } {
  const columns = findColumns(file, mapping);
  return ({ cells }) => {
    const text = (cells[columns.text] ?? '').trim();
    return columns.textPair < 0 ? { text } : { text, pair: (cells[columns.textPair] ?? '').trim() };
  };
}

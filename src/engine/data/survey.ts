import type {
  ColumnMapping,
  DatasetFile,
  DatasetRecord,
  DatasetReport,
  ExcludedRow,
  ExclusionReason,
  LabelMap,
  TableRow,
} from '../../core/contract/dataset';
import { AppError } from '../../core/contract/errors';
import { SPLIT_NAMES, type SplitName } from '../../core/contract/task';
import { GrowingInts } from './growing-ints';
import { splitOf } from './known-names';
import { defaultLabelMap, extendLabelMap, labelIds } from './labels';
import { shorten } from './profile';
import { stratifiedSplit, TRAIN } from './split';

const LISTED_EXCLUSIONS = 1000;
/** Marks a row that is not used. */
const EXCLUDED = -1;
/** Split of a row that neither its file nor a column decides. */
const OPEN = SPLIT_NAMES.length;

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
 * Goes through all rows of a dataset once and decides which are used, with which label, in which split. Holds a
 * few bytes a row.
 */
export class Survey {
  private readonly mapping: ColumnMapping;
  private readonly columns: readonly Columns[];
  private readonly known: ReadonlyMap<string, number | null>;
  private readonly valueIds = new Map<string, number>();
  private readonly valueCounts: number[] = [];
  private readonly rowValues = new GrowingInts();
  private readonly rowSplits = new GrowingInts();
  private readonly excluded: ExcludedRow[] = [];
  private readonly excludedCounts: Record<ExclusionReason, number> = {
    'empty-text': 0,
    'empty-label': 0,
    'dropped-label': 0,
    'unknown-split': 0,
  };

  /** Throws `DATA_NO_TEXT_COLUMN` for a dataset without a mapping, `DATA_COLUMN_MISSING` (file, column). */
  constructor(private readonly dataset: DatasetRecord) {
    if (dataset.mapping === null) throw new AppError('DATA_NO_TEXT_COLUMN', { dataset: dataset.name });
    const { mapping } = dataset;
    this.mapping = mapping;
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
    this.rowSplits.push(split ?? OPEN);
    if (reason !== null) this.exclude(file, row, reason);
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
    const { splits, origin } = this.deal(labels);
    return {
      report: {
        rowCount: labels.length,
        values: values
          .map((raw, id) => ({ raw, count: this.valueCounts[id] ?? 0 }))
          .sort((a, b) => b.count - a.count),
        counts: countBySplit(labels, splits, labelMap),
        origin,
        excludedCounts: this.excludedCounts,
        excluded: this.excluded,
        labelMap,
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

  private exclude(file: DatasetFile, { row, line, cells }: TableRow, reason: ExclusionReason): void {
    this.excludedCounts[reason]++;
    if (this.excluded.length >= LISTED_EXCLUSIONS) return;
    const excerpt = shorten(cells.filter((cell) => cell.trim() !== '').join(' | '));
    this.excluded.push({ fileId: file.id, row, line, reason, excerpt });
  }

  /** Final split of every row: held-back shares are cut from what would be trained on. */
  private deal(labels: Int32Array): { splits: Int32Array; origin: DatasetReport['origin'] } {
    const splits = this.rowSplits.toArray();
    const used = (wanted: number): boolean => splits.some((s, i) => s === wanted && labels[i] !== EXCLUDED);
    const given = SPLIT_NAMES.map((_, split) => used(split));
    const { seed, validationShare, testShare } = this.dataset.split;
    const shares = {
      seed,
      validationShare: given[1] ? 0 : validationShare,
      testShare: given[2] ? 0 : testShare,
    };
    const pool: number[] = [];
    for (const [i, split] of splits.entries()) {
      if (labels[i] !== EXCLUDED && (split === OPEN || split === TRAIN)) pool.push(i);
    }
    const dealt = stratifiedSplit(
      Int32Array.from(pool, (i) => labels[i] ?? 0),
      shares,
    );
    const cut = [false, false, false];
    for (const [k, i] of pool.entries()) {
      splits[i] = dealt[k] ?? TRAIN;
      cut[dealt[k] ?? TRAIN] = true;
    }
    const byColumn = this.columns.some(
      ({ split }, i) => split >= 0 && this.dataset.files[i]?.role === 'auto',
    );
    const roles = new Set(this.dataset.files.map(({ role }) => role));
    const originOf = (name: SplitName, split: number): DatasetReport['origin'][SplitName] => {
      if (given[split]) return byColumn && !roles.has(name) ? 'column' : 'file';
      if (!cut[split]) return 'none';
      return split !== TRAIN || cut[1] || cut[2] ? 'share' : 'file';
    };
    return {
      splits,
      origin: {
        train: originOf('train', 0),
        validation: originOf('validation', 1),
        test: originOf('test', 2),
      },
    };
  }
}

function findColumns(file: DatasetFile, mapping: ColumnMapping): Columns {
  const indexOf = (name: string | null): number => {
    if (name === null) return -1;
    const index = file.columns.findIndex((column) => column.name === name);
    if (index < 0) throw new AppError('DATA_COLUMN_MISSING', { file: file.name, column: name });
    return index;
  };
  return {
    text: indexOf(mapping.text),
    textPair: indexOf(mapping.textPair),
    label: indexOf(mapping.label),
    // A file whose role is given needs no column to say so.
    split: file.role === 'auto' ? indexOf(mapping.split) : -1,
  };
}

/** The split that a file's role or its column gives, `OPEN` without either, null for a value that names none. */
function fixedSplit(file: DatasetFile, cell: string, byColumn: boolean): number | null {
  if (file.role !== 'auto') return SPLIT_NAMES.indexOf(file.role);
  if (!byColumn) return OPEN;
  const split = splitOf(cell);
  return split === null ? null : SPLIT_NAMES.indexOf(split);
}

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
  mapping: ColumnMapping,
): (row: TableRow) => { text: string; pair?: string } {
  const columns = findColumns(file, mapping);
  return ({ cells }) => {
    const text = (cells[columns.text] ?? '').trim();
    return columns.textPair < 0 ? { text } : { text, pair: (cells[columns.textPair] ?? '').trim() };
  };
}

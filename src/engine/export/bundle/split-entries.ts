import { SPLIT_NAMES, type SplitName, type Task } from '../../../core/contract/task';
import type { UsableRow } from '../../data/usable-rows';
import type { ExportEntry } from '../entry';
import { type ParquetColumn, parquetEntry, type ParquetRow } from './parquet';

/** Rows with their labels, as they are learned from. */
export interface LabelledData {
  readonly task: Task;
  /** Names of the classes, or of the tags of words. */
  readonly labels: readonly string[];
  /** Whether a split has rows. */
  readonly has: (split: SplitName) => boolean;
  /** The rows of a split, from the start at each call. */
  readonly rows: (split: SplitName) => AsyncIterable<readonly UsableRow[]>;
}

/** Columns of the data; `hasPairs` where texts come in twos. */
function columnsOf({ task, labels }: LabelledData, hasPairs: boolean): readonly ParquetColumn[] {
  if (task === 'token-classification') {
    return [
      { name: 'tokens', isList: true, names: null },
      { name: 'tags', isList: true, names: labels },
    ];
  }
  return [
    { name: 'text', isList: false, names: null },
    ...(hasPairs ? [{ name: 'text_pair', isList: false, names: null }] : []),
    { name: 'label', isList: false, names: labels },
  ];
}

function cellsOf(row: UsableRow): ParquetRow {
  if ('words' in row) return [row.words, row.labels];
  return row.pair === undefined ? [row.text, row.label] : [row.text, row.pair, row.label];
}

async function firstRow({ rows }: LabelledData, split: SplitName): Promise<UsableRow | null> {
  for await (const [row] of rows(split)) if (row) return row;
  return null;
}

async function* cellsOfSplit({ rows }: LabelledData, split: SplitName): AsyncGenerator<ParquetRow[]> {
  for await (const batch of rows(split)) yield batch.map(cellsOf);
}

/** A Parquet file for each split that has rows: `data/train.parquet`, … */
export async function splitEntries(data: LabelledData): Promise<readonly ExportEntry[]> {
  const splits = SPLIT_NAMES.filter(data.has);
  const first = splits[0] === undefined ? null : await firstRow(data, splits[0]);
  const columns = columnsOf(data, first !== null && 'pair' in first && first.pair !== undefined);
  return splits.map((split) =>
    parquetEntry(`data/${split}.parquet`, columns, () => cellsOfSplit(data, split)),
  );
}

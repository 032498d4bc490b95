import type { DatasetRecord, DatasetReport } from '../../core/contract/dataset';
import { SPLIT_NAMES, type SplitName } from '../../core/contract/task';
import { OPEN_SPLIT } from './columns';
import { stratifiedSplit, TRAIN } from './split';

/** The class of a row that is not used. */
export const EXCLUDED = -1;

/** Rows of a dataset before what is left open is dealt out. */
export interface OpenRows {
  /** What rows are dealt evenly by, or `EXCLUDED`. */
  readonly classes: Int32Array;
  /** Index into `SPLIT_NAMES`, or `OPEN_SPLIT`. */
  readonly splits: Int32Array;
  /** Whether the rows of a file name their splits themselves. */
  readonly byColumn: readonly boolean[];
}

/** Final split of every row: held-back shares are cut from what would be trained on. */
export function dealSplits(
  dataset: DatasetRecord,
  rows: OpenRows,
): { splits: Int32Array; origin: DatasetReport['origin'] } {
  const { classes } = rows;
  const splits = rows.splits.slice();
  const given = SPLIT_NAMES.map((_, wanted) =>
    splits.some((s, i) => s === wanted && classes[i] !== EXCLUDED),
  );
  const { seed, validationShare, testShare } = dataset.split;
  const shares = {
    seed,
    validationShare: given[1] ? 0 : validationShare,
    testShare: given[2] ? 0 : testShare,
  };
  const pool: number[] = [];
  for (const [i, split] of splits.entries()) {
    if (classes[i] !== EXCLUDED && (split === OPEN_SPLIT || split === TRAIN)) pool.push(i);
  }
  const dealt = stratifiedSplit(
    Int32Array.from(pool, (i) => classes[i] ?? 0),
    shares,
  );
  const cut = [false, false, false];
  for (const [k, i] of pool.entries()) {
    splits[i] = dealt[k] ?? TRAIN;
    cut[dealt[k] ?? TRAIN] = true;
  }
  const byColumn = rows.byColumn.some((named, i) => named && dataset.files[i]?.role === 'auto');
  const roles = new Set(dataset.files.map(({ role }) => role));
  const originOf = (name: SplitName, split: number): DatasetReport['origin'][SplitName] => {
    if (given[split]) return byColumn && !roles.has(name) ? 'column' : 'file';
    if (!cut[split]) return 'none';
    return split !== TRAIN || cut[1] || cut[2] ? 'share' : 'file';
  };
  return {
    splits,
    origin: { train: originOf('train', 0), validation: originOf('validation', 1), test: originOf('test', 2) },
  };
}

import type { ChangedPrediction } from '../../core/contract/export';
import type { CaseRow } from '../../state/slices/cases';

/** Changed predictions of one row. */
export interface ChangedRow {
  readonly fileId: string;
  readonly row: number;
  readonly changes: readonly ChangedPrediction[];
}

/** Changes by row, in their order. */
export function byRow(changed: readonly ChangedPrediction[]): readonly ChangedRow[] {
  const groups = new Map<string, ChangedPrediction[]>();
  for (const change of changed) {
    const key = `${change.fileId} ${change.row}`;
    const group = groups.get(key) ?? [];
    group.push(change);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((changes) => {
    const [first] = changes;
    return first === undefined ? [] : [{ fileId: first.fileId, row: first.row, changes }];
  });
}

/** The token of a row by its place, the first being a special one; null where the row says no tokens. */
export function tokenAt({ words }: CaseRow, place: number): string | null {
  return words?.flatMap(({ tokens }) => tokens)[place - 1] ?? null;
}

import { NO_EXCLUSIONS } from '../../core/catalog/row-counts';
import type { DatasetFile, ExcludedRow, ExclusionReason } from '../../core/contract/dataset';

const LISTED = 1000;

/** Where a row stands, and how it begins. */
export interface RowPlace {
  readonly row: number;
  readonly line: number;
  readonly excerpt: string;
}

/** Counts all rows that are not used, and lists the first thousand. */
export class Exclusions {
  readonly list: ExcludedRow[] = [];
  readonly counts: Record<ExclusionReason, number> = { ...NO_EXCLUSIONS };

  add(file: DatasetFile, { row, line, excerpt }: RowPlace, reason: ExclusionReason): void {
    this.counts[reason]++;
    if (this.list.length < LISTED) this.list.push({ fileId: file.id, row, line, reason, excerpt });
  }
}

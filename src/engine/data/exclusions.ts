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
  readonly counts: Record<ExclusionReason, number> = { ...NONE };

  add(file: DatasetFile, { row, line, excerpt }: RowPlace, reason: ExclusionReason): void {
    this.counts[reason]++;
    if (this.list.length < LISTED) this.list.push({ fileId: file.id, row, line, reason, excerpt });
  }
}

const NONE: Readonly<Record<ExclusionReason, number>> = {
  'empty-text': 0,
  'empty-label': 0,
  'dropped-label': 0,
  'unknown-split': 0,
  'unreadable-list': 0,
  'not-accepted': 0,
  'unequal-lengths': 0,
  'unknown-tag': 0,
  'ill-formed-tags': 0,
  'misaligned-span': 0,
  'overlapping-spans': 0,
  'bad-span': 0,
  'several-annotations': 0,
};

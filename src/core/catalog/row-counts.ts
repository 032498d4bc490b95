import type { ExclusionReason, RowProblemKind } from '../contract/dataset';

/** Counts of rows with problems, before any is found. */
export const NO_PROBLEMS: Readonly<Record<RowProblemKind, number>> = {
  'unequal-lengths': 0,
  'unknown-tag': 0,
  'ill-formed-tags': 0,
  'misaligned-span': 0,
  'overlapping-spans': 0,
  'bad-span': 0,
  'several-annotations': 0,
};

/** Counts of rows left out, before any is. */
export const NO_EXCLUSIONS: Readonly<Record<ExclusionReason, number>> = {
  ...NO_PROBLEMS,
  'empty-text': 0,
  'empty-label': 0,
  'dropped-label': 0,
  'unknown-split': 0,
  'unreadable-list': 0,
  'not-accepted': 0,
};

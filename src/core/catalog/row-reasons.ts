import type { ExclusionReason, RowProblemKind } from '../contract/dataset';

/** What is wrong with a row, in a few words. */
export const PROBLEM_TEXTS: Readonly<Record<RowProblemKind, string>> = {
  'unequal-lengths': 'more words than tags, or fewer',
  'unknown-tag': 'unknown tag',
  'ill-formed-tags': 'tags against their scheme',
  'misaligned-span': 'span that cuts a word',
  'overlapping-spans': 'spans that overlap',
  'bad-span': 'span that marks nothing',
  'several-annotations': 'several annotators',
};

/** What repairing a row with a problem means. */
export const REPAIR_TEXTS: Readonly<Record<RowProblemKind, string>> = {
  'unequal-lengths': 'Cut to the shorter',
  'unknown-tag': 'Take the word as O',
  'ill-formed-tags': 'Begin or end the entity there',
  'misaligned-span': 'Widen to whole words',
  'overlapping-spans': 'Keep the longest',
  'bad-span': 'Go without the span',
  'several-annotations': 'Take the first',
};

/** Why a row is left out. */
export const REASON_TEXTS: Readonly<Record<ExclusionReason, string>> = {
  ...PROBLEM_TEXTS,
  'empty-text': 'no text',
  'empty-label': 'no label',
  'dropped-label': 'label dropped',
  'unknown-split': 'unknown split name',
  'unreadable-list': 'no list that can be read',
  'not-accepted': 'not accepted by its annotator',
};

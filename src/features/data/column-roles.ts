import type { ColumnMapping, ColumnProfile } from '../../core/contract/dataset';
import type { Failure } from '../../core/contract/errors';

/** What a column can be for text classification. */
export const COLUMN_ROLES = ['unused', 'text', 'textPair', 'label', 'split'] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

export const COLUMN_ROLE_LABELS: Readonly<Record<ColumnRole, string>> = {
  unused: 'Not used',
  text: 'Text',
  textPair: 'Second text',
  label: 'Label',
  split: 'Split',
};

/** Which column has which role; a mapping in the making may lack text or label. */
export type RoleDraft = Readonly<Record<Exclude<ColumnRole, 'unused'>, string | null>>;

const NOTHING: RoleDraft = { text: null, textPair: null, label: null, split: null };

export function draftOf(mapping: ColumnMapping | null): RoleDraft {
  return mapping === null
    ? NOTHING
    : { text: mapping.text, textPair: mapping.textPair, label: mapping.label, split: mapping.split };
}

export function roleOf(draft: RoleDraft, column: string): ColumnRole {
  return COLUMN_ROLES.find((role) => role !== 'unused' && draft[role] === column) ?? 'unused';
}

/** Gives a column a role; whoever had the role, and whatever role the column had, is free again. */
export function assignRole(draft: RoleDraft, column: string, role: ColumnRole): RoleDraft {
  const freed = {
    text: draft.text === column ? null : draft.text,
    textPair: draft.textPair === column ? null : draft.textPair,
    label: draft.label === column ? null : draft.label,
    split: draft.split === column ? null : draft.split,
  };
  return role === 'unused' ? freed : { ...freed, [role]: column };
}

/** The finished mapping, or null while text or label is missing. */
export function mappingOf(draft: RoleDraft): ColumnMapping | null {
  const { text, textPair, label, split } = draft;
  return text === null || label === null
    ? null
    : { task: 'text-classification', text, textPair, label, split };
}

/** What is still to be chosen, in words; null when nothing is. */
export function missingRoles(draft: RoleDraft): string | null {
  if (draft.text === null && draft.label === null)
    return 'Choose which column holds the texts and which the labels.';
  if (draft.text === null) return 'Choose which column holds the texts.';
  if (draft.label === null) return 'Choose which column holds the labels.';
  return null;
}

/** Cells shorter than this on average, in code points, are words rather than texts. */
const TEXT_LENGTH = 15;

/** Why nothing was proposed for a file: no column of texts, or none of labels beside it. */
export function noProposal(columns: readonly ColumnProfile[]): Failure {
  const hasText = columns.some((column) => column.meanLength >= TEXT_LENGTH);
  return {
    code: hasText ? 'DATA_NO_LABEL_COLUMN' : 'DATA_NO_TEXT_COLUMN',
    details: { columns: columns.map((column) => column.name) },
  };
}

import type { ColumnMapping, ColumnProfile, DatasetFile } from '../../core/contract/dataset';
import type { Failure } from '../../core/contract/errors';
import type { Task } from '../../core/contract/task';

/** The ways in which a table can hold what is to be learnt: the layouts of words with tags, and texts with labels. */
export type LayoutId = 'texts' | 'lists' | 'rows' | 'spans';

/** What a column can be. */
export type ColumnRole =
  | 'unused'
  | 'text'
  | 'textPair'
  | 'label'
  | 'tokens'
  | 'tags'
  | 'token'
  | 'tag'
  | 'sentence'
  | 'spans'
  | 'answer'
  | 'split';
type UsedRole = Exclude<ColumnRole, 'unused'>;

export const COLUMN_ROLE_LABELS: Readonly<Record<ColumnRole, string>> = {
  unused: 'Not used',
  text: 'Text',
  textPair: 'Second text',
  label: 'Label',
  tokens: 'Words',
  tags: 'Tags',
  token: 'Word',
  tag: 'Tag',
  sentence: 'Sentence',
  spans: 'Spans',
  answer: 'Answer',
  split: 'Split',
};

interface Layout {
  readonly task: Task;
  readonly label: string;
  /** Roles without which nothing can be learnt, and what is asked for where one is missing. */
  readonly required: readonly [first: UsedRole, second: UsedRole];
  readonly ask: readonly [first: string, second: string];
  readonly optional: readonly UsedRole[];
}

export const LAYOUTS: Readonly<Record<LayoutId, Layout>> = {
  texts: {
    task: 'text-classification',
    label: 'Texts with a label',
    required: ['text', 'label'],
    ask: ['the texts', 'the labels'],
    optional: ['textPair', 'split'],
  },
  lists: {
    task: 'token-classification',
    label: 'Lists of words and tags',
    required: ['tokens', 'tags'],
    ask: ['the words', 'their tags'],
    optional: ['split'],
  },
  rows: {
    task: 'token-classification',
    label: 'One word a row',
    required: ['token', 'tag'],
    ask: ['the words', 'their tags'],
    optional: ['sentence', 'split'],
  },
  spans: {
    task: 'token-classification',
    label: 'Texts with positions',
    required: ['text', 'spans'],
    ask: ['the texts', 'the positions of entities'],
    optional: ['answer', 'split'],
  },
};

/** Which column has which role; a mapping in the making may lack some. */
export interface RoleDraft {
  readonly layout: LayoutId;
  readonly columns: Readonly<Partial<Record<UsedRole, string>>>;
}

/** Roles of a layout in the order of the menu. */
export function rolesOf({ layout }: RoleDraft): readonly ColumnRole[] {
  return ['unused', ...LAYOUTS[layout].required, ...LAYOUTS[layout].optional];
}

export function draftOf(mapping: ColumnMapping | null): RoleDraft {
  if (mapping === null) return { layout: 'texts', columns: {} };
  const layout = mapping.task === 'text-classification' ? 'texts' : mapping.layout;
  const columns: Partial<Record<UsedRole, string>> = {};
  for (const [key, column] of Object.entries(mapping)) {
    const role = rolesOf({ layout, columns }).find((each) => each === key);
    if (role !== undefined && role !== 'unused' && column !== null) columns[role] = column;
  }
  return { layout, columns };
}

/** The layout that one of the files suggests for a task, the likeliest first; lists of words where none does. */
export function suggestedLayout(task: Task, files: readonly DatasetFile[]): LayoutId {
  if (task === 'text-classification') return 'texts';
  const suggested = files
    .flatMap(({ proposal, alternatives }) => [proposal, ...alternatives])
    .find((mapping) => mapping?.task === task);
  return suggested ? draftOf(suggested).layout : 'lists';
}

/** The columns of another layout: as one of the files suggests, else what both layouts have. */
export function withLayout(draft: RoleDraft, layout: LayoutId, files: readonly DatasetFile[]): RoleDraft {
  if (layout === draft.layout) return draft;
  const suggested = files
    .flatMap(({ proposal, alternatives }) => [proposal, ...alternatives])
    .map(draftOf)
    .find((each) => each.layout === layout && mappingOf(each) !== null);
  if (suggested) return suggested;
  const roles = rolesOf({ layout, columns: {} });
  const shared = Object.entries(draft.columns).filter(([role]) => roles.some((each) => each === role));
  return { layout, columns: Object.fromEntries(shared) };
}

export function roleOf(draft: RoleDraft, column: string): ColumnRole {
  return rolesOf(draft).find((role) => role !== 'unused' && draft.columns[role] === column) ?? 'unused';
}

/** Gives a column a role; whoever had the role, and whatever role the column had, is free again. */
export function assignRole(draft: RoleDraft, column: string, role: ColumnRole): RoleDraft {
  const others = Object.entries(draft.columns).filter(([, known]) => known !== column);
  const columns: RoleDraft['columns'] = Object.fromEntries(others);
  return { ...draft, columns: role === 'unused' ? columns : { ...columns, [role]: column } };
}

/** The finished mapping, or null while a column is missing. */
export function mappingOf({ layout, columns }: RoleDraft): ColumnMapping | null {
  const split = columns.split ?? null;
  switch (layout) {
    case 'texts': {
      const { text, textPair = null, label } = columns;
      if (text === undefined || label === undefined) return null;
      return { task: 'text-classification', text, textPair, label, split };
    }
    case 'lists': {
      const { tokens, tags } = columns;
      if (tokens === undefined || tags === undefined) return null;
      return { task: 'token-classification', layout, tokens, tags, split };
    }
    case 'rows': {
      const { token, tag, sentence = null } = columns;
      if (token === undefined || tag === undefined) return null;
      return { task: 'token-classification', layout, token, tag, sentence, split };
    }
    case 'spans': {
      const { text, spans, answer = null } = columns;
      if (text === undefined || spans === undefined) return null;
      return { task: 'token-classification', layout, text, spans, answer, split };
    }
  }
}

/** What is still to be chosen, in words; null when nothing is. */
export function missingRoles({ layout, columns }: RoleDraft): string | null {
  const { required, ask } = LAYOUTS[layout];
  const [first, second] = required.map((role) => columns[role] === undefined);
  if (first && second) return `Choose which column holds ${ask[0]} and which ${ask[1]}.`;
  if (first) return `Choose which column holds ${ask[0]}.`;
  return second ? `Choose which column holds ${ask[1]}.` : null;
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

import { NativeSelect, SegmentedControl } from '@mantine/core';
import type { DatasetFile, TableRow } from '../../core/contract/dataset';
import { formatCount } from '../../core/units';
import { type Column, DataTable } from '../../ui/data-table';
import { Panel } from '../../ui/panel';
import {
  assignRole,
  COLUMN_ROLE_LABELS,
  type ColumnRole,
  missingRoles,
  type RoleDraft,
  roleOf,
  rolesOf,
  suggestedLayout,
  withLayout,
} from './column-roles';
import { LayoutPicker } from './layout-picker';
import { PREVIEW_ROWS } from './preview-rows';
import classes from './preview-table.module.css';

interface PreviewTableProps {
  readonly files: readonly DatasetFile[];
  readonly file: DatasetFile;
  readonly rows: readonly TableRow[] | null;
  readonly draft: RoleDraft;
  readonly onDraft: (draft: RoleDraft) => void;
  readonly onFile: (fileId: string) => void;
}

const WIDTHS: Readonly<Record<ColumnRole, number>> = {
  text: 320,
  textPair: 260,
  label: 150,
  tokens: 320,
  tags: 260,
  token: 180,
  tag: 150,
  sentence: 130,
  spans: 260,
  answer: 120,
  split: 130,
  unused: 150,
};

const ROW_WIDTH = 68;
const HEAD_HEIGHT = 65;
const LINE_HEIGHT = 34;

/** The first rows as they were understood, with the role of each column in its head. */
export function PreviewTable({ files, file, rows, draft, onDraft, onFile }: PreviewTableProps) {
  const missing = missingRoles(draft);
  const suggesting = [file, ...files];
  const roles = rolesOf(draft);
  const widths = file.columns.map((column) => WIDTHS[roleOf(draft, column.name)]);
  // One column takes what the others leave: the text, else the widest.
  const flexible = widths.indexOf(Math.max(...widths));
  const columns: Column<TableRow>[] = [
    { key: 'row', header: 'Row', width: `${ROW_WIDTH}px`, align: 'end', cell: (row) => formatCount(row.row) },
    ...file.columns.map((column, index): Column<TableRow> => {
      const role = roleOf(draft, column.name);
      return {
        key: column.name,
        ...(index === flexible ? {} : { width: `${widths[index] ?? 150}px` }),
        header: (
          <span className={classes.head} data-role={role}>
            <span className={classes.column} title={column.name}>
              {column.name}
            </span>
            <NativeSelect
              size="xs"
              aria-label={`Role of column ${column.name}`}
              value={role}
              data={roles.map((value) => ({ value, label: COLUMN_ROLE_LABELS[value] }))}
              onChange={(event) => {
                const next = roles.find((value) => value === event.currentTarget.value);
                if (next !== undefined) onDraft(assignRole(draft, column.name, next));
              }}
            />
          </span>
        ),
        cell: (row) => (
          <span className={classes.cell} data-role={role}>
            {row.cells[index] ?? ''}
          </span>
        ),
        text: (row) => row.cells[index] ?? '',
      };
    }),
  ];
  return (
    <Panel
      title="First rows, as understood"
      description={missing ?? 'Change what a column is used for in its head.'}
      flush
      actions={
        <>
          <LayoutPicker
            layout={draft.layout}
            onTask={(task) => onDraft(withLayout(draft, suggestedLayout(task, suggesting), suggesting))}
            onLayout={(layout) => onDraft(withLayout(draft, layout, suggesting))}
          />
          {files.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label="File shown"
              value={file.id}
              onChange={onFile}
              data={files.map((f) => ({ value: f.id, label: f.name }))}
            />
          )}
        </>
      }
    >
      <div
        style={{
          // The place of the rows is kept while they are read.
          minHeight: rows === null ? HEAD_HEIGHT + LINE_HEIGHT * Math.min(PREVIEW_ROWS, file.rowCount) : 0,
        }}
      >
        <DataTable
          caption={`First rows of ${file.name}`}
          columns={columns}
          rows={rows ?? []}
          rowKey={(row) => String(row.row)}
          minWidth={ROW_WIDTH + widths.reduce((sum, width) => sum + width, 0)}
        />
      </div>
    </Panel>
  );
}

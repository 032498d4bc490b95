import { ActionIcon, Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { formatCount, formatShare } from '../../core/units';
import { type Column, DataTable } from '../../ui/data-table';
import { EditableTitle } from '../../ui/editable-title';
import { Meter } from '../../ui/meter';
import { SPLIT_COLORS } from '../../ui/splits';
import type { LabelRow } from './label-rows';
import classes from './labels.module.css';

export interface LabelActions {
  readonly onRename: (label: string, name: string) => void;
  readonly onMove: (label: string, toIndex: number) => void;
  readonly onDrop: (label: string) => void;
}

interface LabelsTableProps {
  readonly rows: readonly LabelRow[];
  readonly selected: readonly string[];
  /** Whether the order of the labels is that of their numbers; types of entities have none. */
  readonly ordered: boolean;
  readonly onSelect: (selected: readonly string[]) => void;
  readonly actions: LabelActions;
}

/** One row a class: id, name, how many rows in which split, and what can be done with it. */
export function LabelsTable({ rows, selected, ordered, onSelect, actions }: LabelsTableProps) {
  const most = Math.max(1, ...rows.map((row) => row.total));
  const all = rows.reduce((sum, row) => sum + row.total, 0);
  const columns: Column<LabelRow>[] = [
    {
      key: 'select',
      width: '48px',
      header: (
        <Checkbox
          aria-label="Select all labels"
          checked={selected.length === rows.length && rows.length > 0}
          indeterminate={selected.length > 0 && selected.length < rows.length}
          onChange={(event) => onSelect(event.currentTarget.checked ? rows.map((row) => row.name) : [])}
        />
      ),
      cell: (row) => (
        <Checkbox
          aria-label={`Select ${row.name}`}
          checked={selected.includes(row.name)}
          onChange={(event) =>
            onSelect(
              event.currentTarget.checked
                ? [...selected, row.name]
                : selected.filter((name) => name !== row.name),
            )
          }
        />
      ),
    },
    ...(ordered
      ? [{ key: 'id', header: 'Id', width: '48px', align: 'end' as const, cell: (row: LabelRow) => row.id }]
      : []),
    {
      key: 'name',
      header: 'Label',
      rowHeader: true,
      width: '30%',
      cell: (row) => (
        <>
          <EditableTitle
            value={row.name}
            label={`Name of label ${row.id}`}
            onSave={(name) => actions.onRename(row.name, name)}
          />
          {row.aliases.length > 0 && (
            <div className={classes.aliases} title={row.aliases.join(', ')}>
              also {row.aliases.map((alias) => `“${alias}”`).join(', ')}
            </div>
          )}
        </>
      ),
    },
    {
      key: 'share',
      header: 'Share',
      wideOnly: true,
      cell: (row) => (
        <Meter
          parts={[
            { key: 'train', share: row.counts.train / most, color: SPLIT_COLORS.train },
            { key: 'validation', share: row.counts.validation / most, color: SPLIT_COLORS.validation },
            { key: 'test', share: row.counts.test / most, color: SPLIT_COLORS.test },
          ]}
        />
      ),
    },
    {
      key: 'percent',
      header: 'Of all',
      wideOnly: true,
      width: '74px',
      align: 'end',
      cell: (row) => formatShare(all === 0 ? 0 : row.total / all),
    },
    {
      key: 'train',
      header: 'Training',
      width: '80px',
      align: 'end',
      cell: (row) => formatCount(row.counts.train),
    },
    {
      key: 'validation',
      header: 'Validation',
      width: '84px',
      align: 'end',
      cell: (row) => formatCount(row.counts.validation),
    },
    { key: 'test', header: 'Test', width: '64px', align: 'end', cell: (row) => formatCount(row.counts.test) },
    {
      key: 'actions',
      header: '',
      width: '126px',
      align: 'end',
      cell: (row) => (
        <span className={classes.actions}>
          {ordered && <MoveButtons row={row} isLast={row.id === rows.length - 1} onMove={actions.onMove} />}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Leave out ${row.name}`}
            onClick={() => actions.onDrop(row.name)}
          >
            <IconTrash size={16} stroke={1.6} aria-hidden="true" />
          </ActionIcon>
        </span>
      ),
    },
  ];
  return (
    <DataTable
      caption="Labels"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.key}
      minWidth={800}
      minWidthNarrow={560}
      maxHeight={560}
    />
  );
}

interface MoveButtonsProps {
  readonly row: LabelRow;
  readonly isLast: boolean;
  readonly onMove: LabelActions['onMove'];
}

function MoveButtons({ row, isLast, onMove }: MoveButtonsProps) {
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${row.name} up`}
        disabled={row.id === 0}
        onClick={() => onMove(row.name, row.id - 1)}
      >
        <IconArrowUp size={16} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${row.name} down`}
        disabled={isLast}
        onClick={() => onMove(row.name, row.id + 1)}
      >
        <IconArrowDown size={16} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
    </>
  );
}

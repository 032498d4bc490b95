/*
 * LibraryTable: things of one kind kept in this browser (datasets, models). Each has a name that can be changed, a
 * button that makes it the one in use, and one that deletes it after a question; `columns` stand in between.
 * `consequence` says what deleting an item frees and breaks.
 */
import { ActionIcon, Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Confirm } from './confirm';
import { type Column, DataTable } from './data-table';
import { EditableTitle } from './editable-title';
import classes from './library-table.module.css';
import { Panel } from './panel';
import { Status } from './status';

interface LibraryItem {
  readonly id: string;
  readonly name: string;
}

export interface LibraryTableProps<Item extends LibraryItem> {
  readonly title: string;
  /** What one of them is called, in the singular: "model". */
  readonly noun: string;
  readonly items: readonly Item[];
  readonly chosenId: string | null;
  readonly columns: readonly Column<Item>[];
  /** Stands beside the name. */
  readonly badge?: (item: Item) => ReactNode;
  readonly consequence: (item: Item) => ReactNode;
  /** Least widths before the table scrolls sideways. */
  readonly minWidth: number;
  readonly minWidthNarrow: number;
  readonly onChoose: (id: string) => void;
  readonly onRename: (id: string, name: string) => void;
  readonly onDelete: (id: string) => void;
}

export function LibraryTable<Item extends LibraryItem>(props: LibraryTableProps<Item>) {
  const { title, noun, items, chosenId } = props;
  const [deleting, setDeleting] = useState<Item | null>(null);
  return (
    <Panel title={title} flush>
      <DataTable
        caption={title}
        columns={[nameColumn(props), ...props.columns, useColumn(props), deleteColumn<Item>(setDeleting)]}
        rows={items}
        rowKey={(item) => item.id}
        selectedKey={chosenId}
        minWidth={props.minWidth}
        minWidthNarrow={props.minWidthNarrow}
        maxHeight={320}
      />
      <Confirm
        opened={deleting !== null}
        title={`Delete ${deleting?.name ?? ''}?`}
        confirmLabel={`Delete ${noun}`}
        onConfirm={() => deleting !== null && props.onDelete(deleting.id)}
        onClose={() => setDeleting(null)}
      >
        {deleting === null ? null : props.consequence(deleting)}
      </Confirm>
    </Panel>
  );
}

function nameColumn<Item extends LibraryItem>(props: LibraryTableProps<Item>): Column<Item> {
  const { noun, badge, onRename } = props;
  const label = `${noun.charAt(0).toUpperCase()}${noun.slice(1)} name`;
  return {
    key: 'name',
    header: 'Name',
    rowHeader: true,
    cell: (item) => (
      <span className={classes.name}>
        <EditableTitle value={item.name} label={label} onSave={(name) => onRename(item.id, name)} />
        {badge?.(item)}
      </span>
    ),
  };
}

function useColumn<Item extends LibraryItem>(props: LibraryTableProps<Item>): Column<Item> {
  const { chosenId, onChoose } = props;
  return {
    key: 'use',
    header: 'Use',
    width: '96px',
    cell: (item) =>
      item.id === chosenId ? (
        <Status state="done">In use</Status>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Use ${item.name}`}
          onClick={() => onChoose(item.id)}
        >
          Use
        </Button>
      ),
  };
}

function deleteColumn<Item extends LibraryItem>(onDelete: (item: Item) => void): Column<Item> {
  return {
    key: 'delete',
    header: '',
    width: '64px',
    align: 'end',
    cell: (item) => (
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Delete ${item.name}`}
        onClick={() => onDelete(item)}
      >
        <IconTrash size={16} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
    ),
  };
}

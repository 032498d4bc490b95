import { ActionIcon, Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { DatasetRecord } from '../../core/contract/dataset';
import { formatBytes, formatCount, formatWhen } from '../../core/units';
import { Confirm } from '../../ui/confirm';
import { type Column, DataTable } from '../../ui/data-table';
import { EditableTitle } from '../../ui/editable-title';
import { Panel } from '../../ui/panel';
import { Status } from '../../ui/status';

const sizeOf = (dataset: DatasetRecord): number =>
  dataset.files.reduce((sum, file) => sum + file.sizeBytes, 0);
const rowsOf = (dataset: DatasetRecord): number =>
  dataset.files.reduce((sum, file) => sum + file.rowCount, 0);

interface DatasetLibraryProps {
  readonly items: readonly DatasetRecord[];
  readonly chosenId: string | null;
  readonly now: number;
  readonly onChoose: (datasetId: string) => void;
  readonly onRename: (datasetId: string, name: string) => void;
  readonly onDelete: (datasetId: string) => void;
}

/** All datasets kept in this browser. */
export function DatasetLibrary({ items, chosenId, now, onChoose, onRename, onDelete }: DatasetLibraryProps) {
  const [deleting, setDeleting] = useState<DatasetRecord | null>(null);
  const columns: Column<DatasetRecord>[] = [
    {
      key: 'name',
      header: 'Name',
      rowHeader: true,
      cell: (d) => (
        <EditableTitle value={d.name} label="Dataset name" onSave={(name) => onRename(d.id, name)} />
      ),
    },
    {
      key: 'rows',
      header: 'Rows',
      width: '90px',
      align: 'end',
      wideOnly: true,
      cell: (d) => formatCount(rowsOf(d)),
    },
    {
      key: 'size',
      header: 'Size',
      width: '90px',
      align: 'end',
      wideOnly: true,
      cell: (d) => formatBytes(sizeOf(d)),
    },
    {
      key: 'when',
      header: 'Changed',
      width: '150px',
      wideOnly: true,
      cell: (d) => formatWhen(d.updatedAt, now),
    },
    {
      key: 'use',
      header: 'Use',
      width: '100px',
      cell: (d) =>
        d.id === chosenId ? (
          <Status state="done">In use</Status>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Use ${d.name}`}
            onClick={() => onChoose(d.id)}
          >
            Use
          </Button>
        ),
    },
    {
      key: 'delete',
      header: '',
      width: '64px',
      align: 'end',
      cell: (d) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Delete ${d.name}`}
          onClick={() => setDeleting(d)}
        >
          <IconTrash size={16} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      ),
    },
  ];
  return (
    <Panel title="Datasets in this browser" flush>
      <DataTable
        caption="Datasets in this browser"
        columns={columns}
        rows={items}
        rowKey={(d) => d.id}
        selectedKey={chosenId}
        minWidth={640}
        minWidthNarrow={300}
        maxHeight={320}
      />
      <Confirm
        opened={deleting !== null}
        title={`Delete ${deleting?.name ?? ''}?`}
        confirmLabel="Delete dataset"
        onConfirm={() => deleting !== null && onDelete(deleting.id)}
        onClose={() => setDeleting(null)}
      >
        Its files and settings are removed from this browser
        {deleting === null ? '' : ` (${formatBytes(sizeOf(deleting))})`}. Runs trained on it keep their
        results. This cannot be undone.
      </Confirm>
    </Panel>
  );
}

import { ActionIcon, Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ModelRecord } from '../../core/contract/model';
import { formatBytes, formatMagnitude } from '../../core/units';
import { Confirm } from '../../ui/confirm';
import { type Column, DataTable } from '../../ui/data-table';
import { EditableTitle } from '../../ui/editable-title';
import { Panel } from '../../ui/panel';
import { Status } from '../../ui/status';
import { sourceText } from './model-facts';
import classes from './model.module.css';
import { StageBadge } from './stage-badge';

interface ModelLibraryProps {
  readonly items: readonly ModelRecord[];
  readonly chosenId: string | null;
  readonly onChoose: (modelId: string) => void;
  readonly onRename: (modelId: string, name: string) => void;
  readonly onDelete: (modelId: string) => void;
}

/** Models at hand, kept in this browser. */
export function ModelLibrary({ items, chosenId, onChoose, onRename, onDelete }: ModelLibraryProps) {
  const [deleting, setDeleting] = useState<ModelRecord | null>(null);
  const columns: Column<ModelRecord>[] = [
    {
      key: 'name',
      header: 'Name',
      rowHeader: true,
      cell: (m) => (
        <span className={classes.nameCell}>
          <EditableTitle value={m.name} label="Model name" onSave={(name) => onRename(m.id, name)} />
          <StageBadge stage={m.stage} />
        </span>
      ),
    },
    { key: 'source', header: 'Source', width: '34%', wideOnly: true, cell: sourceText, text: sourceText },
    {
      key: 'parameters',
      header: 'Parameters',
      align: 'end',
      width: '100px',
      wideOnly: true,
      cell: (m) => formatMagnitude(m.parameterCount),
    },
    {
      key: 'size',
      header: 'Size',
      align: 'end',
      width: '90px',
      wideOnly: true,
      cell: (m) => formatBytes(m.sizeBytes),
    },
    {
      key: 'use',
      header: 'Use',
      width: '90px',
      cell: (m) =>
        m.id === chosenId ? (
          <Status state="done">In use</Status>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Use ${m.name}`}
            onClick={() => onChoose(m.id)}
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
      cell: (m) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Delete ${m.name}`}
          onClick={() => setDeleting(m)}
        >
          <IconTrash size={16} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      ),
    },
  ];
  return (
    <Panel title="Models in this browser" flush>
      <DataTable
        caption="Models in this browser"
        columns={columns}
        rows={items}
        rowKey={(m) => m.id}
        selectedKey={chosenId}
        minWidth={720}
        minWidthNarrow={310}
        maxHeight={320}
      />
      <Confirm
        opened={deleting !== null}
        title={`Delete ${deleting?.name ?? ''}?`}
        confirmLabel="Delete model"
        onConfirm={() => deleting !== null && onDelete(deleting.id)}
        onClose={() => setDeleting(null)}
      >
        Frees {formatBytes(deleting?.sizeBytes ?? 0)}. Runs keep their own weights, but comparing them with
        the model before training needs it here.
      </Confirm>
    </Panel>
  );
}

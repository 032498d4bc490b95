import { ActionIcon, Button } from '@mantine/core';
import { IconHistory, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { formatBytes, formatCount, formatWhen } from '../../core/units';
import { Confirm } from '../../ui/confirm';
import { type Column, DataTable } from '../../ui/data-table';
import { EditableTitle } from '../../ui/editable-title';
import { EmptyState } from '../../ui/empty-state';
import { Page } from '../../ui/page';
import { Panel } from '../../ui/panel';
import { routeTo } from '../../ui/route';
import { Status } from '../../ui/status';
import type { RunRow } from './run-row';
import classes from './runs.module.css';

export interface RunsViewProps {
  readonly rows: readonly RunRow[];
  readonly now: number;
  /** A live run holds the device: nothing else can be resumed meanwhile. */
  readonly deviceBusy: boolean;
  /** Where runs from elsewhere are opened. */
  readonly opener: ReactNode;
  readonly actions: {
    readonly onRename: (runId: string, name: string) => void;
    readonly onResume: (runId: string) => void;
    readonly onDelete: (runId: string) => void;
  };
}

/** The library of runs. */
export function RunsView({ rows, now, deviceBusy, opener, actions }: RunsViewProps) {
  const [deleting, setDeleting] = useState<RunRow | null>(null);
  if (rows.length === 0) {
    return (
      <Page title="Runs">
        <EmptyState
          icon={<IconHistory size={22} stroke={1.6} />}
          title="No runs yet"
          action={
            <Button component="a" href={routeTo('train')}>
              Go to training
            </Button>
          }
        >
          Each training becomes a run: with its settings, its curves and its weights. They stay here until you
          delete them.
        </EmptyState>
        {opener}
      </Page>
    );
  }
  const columns: Column<RunRow>[] = [
    {
      key: 'name',
      header: 'Name',
      rowHeader: true,
      width: '24%',
      cell: ({ run }) => (
        <EditableTitle value={run.name} label="Run name" onSave={(name) => actions.onRename(run.id, name)} />
      ),
    },
    {
      key: 'status',
      header: 'Status',
      width: '148px',
      text: (row) => row.word,
      cell: (row) => (
        <>
          <Status state={row.state}>{row.word}</Status>
          <div className={classes.sub}>
            {formatCount(row.run.progress.step)} of {formatCount(row.run.progress.totalSteps)} steps
          </div>
        </>
      ),
    },
    {
      key: 'best',
      header: 'Best',
      width: '104px',
      align: 'end',
      cell: (row) => (
        <>
          {row.best}
          <div className={classes.sub}>{row.bestLabel}</div>
        </>
      ),
    },
    {
      key: 'of',
      header: 'Dataset and model',
      wideOnly: true,
      text: ({ run }) => `${run.spec.datasetName}, ${run.spec.modelName}`,
      cell: ({ run }) => (
        <>
          <div className={classes.cut}>{run.spec.datasetName}</div>
          <div className={classes.sub}>{run.spec.modelName}</div>
        </>
      ),
    },
    {
      key: 'when',
      header: 'Started',
      width: '128px',
      wideOnly: true,
      cell: ({ run }) => (
        <>
          {formatWhen(run.createdAt, now)}
          <div className={classes.sub}>
            {formatBytes(rows.find((row) => row.run.id === run.id)?.sizeBytes ?? 0)}
          </div>
        </>
      ),
    },
    {
      key: 'actions',
      header: '',
      width: '196px',
      align: 'end',
      cell: (row) => (
        <span className={classes.actions}>
          {row.resumable && (
            <Button
              size="compact-sm"
              leftSection={<IconPlayerPlay size={14} aria-hidden="true" />}
              disabled={deviceBusy}
              title={deviceBusy ? 'Another run is going on' : undefined}
              aria-label={`Resume ${row.run.name}`}
              onClick={() => actions.onResume(row.run.id)}
            >
              Resume
            </Button>
          )}
          <Button
            component="a"
            size="compact-sm"
            variant="default"
            href={routeTo(row.run.evaluations.length > 0 && !row.live ? 'evaluate' : 'train', row.run.id)}
            aria-label={`Open ${row.run.name}`}
          >
            Open
          </Button>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Delete ${row.run.name}`}
            disabled={row.live || row.elsewhere}
            onClick={() => setDeleting(row)}
          >
            <IconTrash size={16} stroke={1.6} aria-hidden="true" />
          </ActionIcon>
        </span>
      ),
    },
  ];
  return (
    <Page title="Runs" lead="Every training with its settings, curves and weights, kept in this browser.">
      <Panel title="All runs" flush>
        <DataTable
          caption="Runs"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.run.id}
          minWidth={960}
          minWidthNarrow={580}
        />
      </Panel>
      {opener}
      <Confirm
        opened={deleting !== null}
        title={`Delete ${deleting?.run.name ?? ''}?`}
        confirmLabel="Delete run"
        onConfirm={() => deleting !== null && actions.onDelete(deleting.run.id)}
        onClose={() => setDeleting(null)}
      >
        Its weights, curves and evaluations are removed from this browser
        {deleting === null ? '' : ` (${formatBytes(deleting.sizeBytes)})`}. Export the model first if you want
        to keep it. This cannot be undone.
      </Confirm>
    </Page>
  );
}

import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import {
  type DatasetReport,
  EXCLUSION_REASONS,
  type ExcludedRow,
  type ExclusionReason,
} from '../../core/contract/dataset';
import { formatCount, formatCounted } from '../../core/units';
import { type Column, DataTable } from '../../ui/data-table';
import { Pager, pageStart } from '../../ui/pager';
import { Panel } from '../../ui/panel';
import { ToneIcon } from '../../ui/tone';
import classes from './left-out-rows.module.css';
import { REASON_TEXTS } from '../../core/catalog/row-reasons';

const PAGE = 6;

interface LeftOutRowsProps {
  readonly report: DatasetReport;
  readonly fileName: (fileId: string) => string;
  readonly severalFiles: boolean;
}

/** Rows that cannot be used: how many, why, and which. None is dropped in silence. */
export function LeftOutRows({ report, fileName, severalFiles }: LeftOutRowsProps) {
  const [wanted, setReason] = useState<ExclusionReason | 'all'>('all');
  const [turned, setOffset] = useState(0);
  const total = EXCLUSION_REASONS.reduce((sum, r) => sum + report.excludedCounts[r], 0);
  if (total === 0) {
    return (
      <p className={classes.none}>
        <ToneIcon tone="good" />
        {report.tagging === null
          ? `Every row has a text and a label: ${formatCounted(report.rowCount, 'row')} in use.`
          : `Every sentence has words and tags: ${formatCounted(report.rowCount, 'sentence')} in use.`}
      </p>
    );
  }

  const present = EXCLUSION_REASONS.filter((r) => report.excludedCounts[r] > 0);
  const reason = present.find((r) => r === wanted) ?? 'all';
  const listed = reason === 'all' ? report.excluded : report.excluded.filter((row) => row.reason === reason);
  const offset = pageStart(turned, PAGE, listed.length);
  const shown = listed.slice(offset, offset + PAGE);
  const columns: Column<ExcludedRow>[] = [
    { key: 'row', header: 'Row', align: 'end', width: '84px', cell: (row) => formatCount(row.row) },
    {
      key: 'line',
      header: 'Line',
      align: 'end',
      width: '76px',
      wideOnly: true,
      cell: (row) => formatCount(row.line),
    },
    { key: 'reason', header: 'Why', width: '180px', cell: (row) => REASON_TEXTS[row.reason] },
    ...(severalFiles
      ? [{ key: 'file', header: 'File', width: '160px', cell: (row: ExcludedRow) => fileName(row.fileId) }]
      : []),
    {
      key: 'excerpt',
      header: 'Beginning of the row',
      cell: (row) => <span className={classes.excerpt}>{row.excerpt}</span>,
      text: (row) => row.excerpt,
    },
  ];
  return (
    <Panel
      title={`${formatCounted(total, 'row')} left out`}
      description={present
        .map((r) => `${formatCount(report.excludedCounts[r])} ${REASON_TEXTS[r]}`)
        .join(' · ')}
      flush
      actions={
        present.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label="Reason shown"
            value={reason}
            data={[
              { value: 'all', label: 'All reasons' },
              ...present.map((r) => ({ value: r, label: REASON_TEXTS[r] })),
            ]}
            onChange={(event) => {
              setReason(EXCLUSION_REASONS.find((r) => r === event.currentTarget.value) ?? 'all');
              setOffset(0);
            }}
          />
        )
      }
      footer={
        listed.length > PAGE || total > report.excluded.length ? (
          <div className={classes.foot}>
            <span>
              {total > report.excluded.length &&
                `The first ${formatCount(report.excluded.length)} are listed; all are counted.`}
            </span>
            <Pager
              label="left-out rows"
              offset={offset}
              size={PAGE}
              total={listed.length}
              onChange={setOffset}
            />
          </div>
        ) : undefined
      }
    >
      <DataTable
        caption="Rows left out"
        columns={columns}
        rows={shown}
        rowKey={(row) => `${row.fileId}-${row.row}`}
        minWidth={520}
        minWidthNarrow={460}
      />
    </Panel>
  );
}

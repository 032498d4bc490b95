import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import type { LabelScores } from '../../core/contract/run';
import { formatCount, formatShare } from '../../core/units';
import { type Column, DataTable } from '../../ui/data-table';
import { Panel } from '../../ui/panel';
import classes from './evaluation.module.css';

type Key = keyof LabelScores;

interface Sorting {
  readonly key: Key;
  readonly direction: 'ascending' | 'descending';
}

const HEADERS: readonly { readonly key: Key; readonly label: string }[] = [
  { key: 'label', label: 'Label' },
  { key: 'precision', label: 'Precision' },
  { key: 'recall', label: 'Recall' },
  { key: 'f1', label: 'F1' },
  { key: 'support', label: 'Rows' },
];

function compare(a: LabelScores, b: LabelScores, key: Key): number {
  const left = a[key];
  const right = b[key];
  return typeof left === 'string' || typeof right === 'string'
    ? String(left).localeCompare(String(right))
    : left - right;
}

function shown(scores: LabelScores, key: Key): string {
  const value = scores[key];
  if (typeof value === 'string') return value;
  return key === 'support' ? formatCount(value) : formatShare(value);
}

/** Precision, recall and F1 of each label, sortable by every column; unsorted they stand in id order. */
export function LabelTable({ perLabel }: { readonly perLabel: readonly LabelScores[] }) {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const sign = sorting?.direction === 'descending' ? -1 : 1;
  const rows = sorting === null ? perLabel : perLabel.toSorted((a, b) => sign * compare(a, b, sorting.key));

  function sortBy(key: Key): void {
    const first = key === 'label' ? 'ascending' : 'descending';
    const other = first === 'ascending' ? 'descending' : 'ascending';
    setSorting((now) => ({ key, direction: now?.key === key && now.direction === first ? other : first }));
  }

  const columns = HEADERS.map(({ key, label }): Column<LabelScores> => {
    const direction = sorting?.key === key ? sorting.direction : undefined;
    return {
      key,
      header: <SortButton label={label} direction={direction} onClick={() => sortBy(key)} />,
      sort: direction,
      rowHeader: key === 'label',
      ...(key === 'label' ? { text: (scores) => scores.label } : { align: 'end' as const, width: '17%' }),
      cell: (scores) => shown(scores, key),
    };
  });
  return (
    <Panel
      title="Labels"
      description="Precision: of the rows given this label, the share that deserves it. Recall: of its rows, the share found."
      flush
    >
      <DataTable
        caption="Scores of each label"
        columns={columns}
        rows={rows}
        rowKey={({ label }) => label}
        maxHeight={420}
        minWidth={460}
      />
    </Panel>
  );
}

interface SortButtonProps {
  readonly label: string;
  readonly direction: Sorting['direction'] | undefined;
  readonly onClick: () => void;
}

function SortButton({ label, direction, onClick }: SortButtonProps) {
  const Icon =
    direction === undefined ? IconArrowsSort : direction === 'ascending' ? IconArrowUp : IconArrowDown;
  return (
    <UnstyledButton className={classes.sort} data-on={direction !== undefined || undefined} onClick={onClick}>
      {label}
      <Icon size={13} stroke={1.75} aria-hidden="true" />
    </UnstyledButton>
  );
}

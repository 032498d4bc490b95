import { SegmentedControl, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import type { LabelScores } from '../../core/contract/run';
import type { Task } from '../../core/contract/task';
import { formatCount, formatShare } from '../../core/units';
import { type Column, DataTable } from '../../ui/data-table';
import { Meter } from '../../ui/meter';
import { Panel } from '../../ui/panel';
import classes from './evaluation.module.css';

type Key = keyof LabelScores;

interface Sorting {
  readonly key: Key;
  readonly direction: 'ascending' | 'descending';
}

const KEYS: readonly Key[] = ['label', 'precision', 'recall', 'f1', 'support'];

interface Wording {
  readonly title: string;
  readonly description: string;
  readonly caption: string;
  readonly headers: Readonly<Record<Key, string>>;
}

const SCORES = { precision: 'Precision', recall: 'Recall', f1: 'F1' } as const;

const WORDING: Readonly<Record<Task, Wording>> = {
  'text-classification': {
    title: 'Labels',
    description:
      'Precision: of the rows given this label, the share that deserves it. Recall: of its rows, the share found.',
    caption: 'Scores of each label',
    headers: { label: 'Label', ...SCORES, support: 'Rows' },
  },
  'token-classification': {
    title: 'Types',
    description:
      'Precision: of the entities found of this type, the share that is exactly right. Recall: of its true entities, the share found exactly.',
    caption: 'Scores of each type',
    headers: { label: 'Type', ...SCORES, support: 'Entities' },
  },
};

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

interface LabelTableProps {
  readonly task: Task;
  readonly perLabel: readonly LabelScores[];
  /** By seqeval's strict mode; none where there is no such thing. */
  readonly strictPerLabel: readonly LabelScores[];
}

type Mode = 'default' | 'strict';

/** Precision, recall and F1 of each label or type, sortable by every column; unsorted they stand in id order. */
export function LabelTable({ task, perLabel, strictPerLabel }: LabelTableProps) {
  const { title, description, caption, headers } = WORDING[task];
  const [mode, setMode] = useState<Mode>('default');
  const hasModes = strictPerLabel.length > 0;
  const scores = hasModes && mode === 'strict' ? strictPerLabel : perLabel;
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const sign = sorting?.direction === 'descending' ? -1 : 1;
  const rows = sorting === null ? scores : scores.toSorted((a, b) => sign * compare(a, b, sorting.key));

  function sortBy(key: Key): void {
    const first = key === 'label' ? 'ascending' : 'descending';
    const other = first === 'ascending' ? 'descending' : 'ascending';
    setSorting((now) => ({ key, direction: now?.key === key && now.direction === first ? other : first }));
  }

  const columns = KEYS.map((key): Column<LabelScores> => {
    const direction = sorting?.key === key ? sorting.direction : undefined;
    return {
      key,
      header: <SortButton label={headers[key]} direction={direction} onClick={() => sortBy(key)} />,
      sort: direction,
      rowHeader: key === 'label',
      ...(key === 'label' ? { text: (scores) => scores.label } : { align: 'end' as const, width: '17%' }),
      cell: (scores) => (key === 'f1' ? <Bar share={scores.f1} /> : shown(scores, key)),
    };
  });
  return (
    <Panel
      title={title}
      description={description}
      flush
      actions={
        hasModes ? (
          <SegmentedControl
            size="xs"
            aria-label="How entities are counted"
            value={mode}
            onChange={setMode}
            data={[
              { value: 'default', label: 'Default' },
              { value: 'strict', label: 'Strict' },
            ]}
          />
        ) : undefined
      }
    >
      <DataTable
        caption={caption}
        columns={columns}
        rows={rows}
        rowKey={({ label }) => label}
        maxHeight={420}
        minWidth={460}
      />
    </Panel>
  );
}

/** A share as a figure with a bar. */
function Bar({ share }: { readonly share: number }) {
  return (
    <div className={classes.bar}>
      <span>
        <Meter parts={[{ key: 'share', share, color: 'var(--tt-cat-1)' }]} />
        {formatShare(share)}
      </span>
    </div>
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

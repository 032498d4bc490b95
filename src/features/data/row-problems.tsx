import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import {
  DEFAULT_ROW_CHOICES,
  type ProblemRow,
  ROW_PROBLEMS,
  type RowChoice,
  type RowProblemKind,
  type Tagging,
  type TaggingReport,
} from '../../core/contract/dataset';
import { formatCount, formatCounted } from '../../core/units';
import { type Column, DataTable } from '../../ui/data-table';
import { Pager, pageStart } from '../../ui/pager';
import { Panel } from '../../ui/panel';
import { PROBLEM_TEXTS, REPAIR_TEXTS } from '../../core/catalog/row-reasons';
import classes from './row-problems.module.css';

const PAGE = 6;

interface RowProblemsProps {
  readonly report: TaggingReport;
  readonly choices: Tagging['choices'];
  readonly fileName: (fileId: string) => string;
  readonly severalFiles: boolean;
  readonly onChoices: (choices: Tagging['choices']) => void;
}

/** Rows of words and tags that contradict themselves: how many, which, and what is done about each kind. */
export function RowProblems({ report, choices, fileName, severalFiles, onChoices }: RowProblemsProps) {
  const [wanted, setKind] = useState<RowProblemKind | 'all'>('all');
  const [turned, setOffset] = useState(0);
  const present = ROW_PROBLEMS.filter((each) => report.problemCounts[each] > 0);
  const total = present.reduce((sum, each) => sum + report.problemCounts[each], 0);
  if (total === 0) return null;

  // What is wrong may change under the person's choices: names for numbers, another scheme.
  const kind = present.find((each) => each === wanted) ?? 'all';
  const shown = kind === 'all' ? report.problems : report.problems.filter((row) => row.kind === kind);
  const offset = pageStart(turned, PAGE, shown.length);
  const columns: Column<ProblemRow>[] = [
    { key: 'row', header: 'Row', align: 'end', width: '84px', cell: (row) => formatCount(row.row) },
    {
      key: 'line',
      header: 'Line',
      align: 'end',
      width: '84px',
      wideOnly: true,
      cell: (row) => formatCount(row.line),
    },
    { key: 'kind', header: 'Problem', width: '190px', cell: (row) => PROBLEM_TEXTS[row.kind] },
    ...(severalFiles
      ? [{ key: 'file', header: 'File', width: '150px', cell: (row: ProblemRow) => fileName(row.fileId) }]
      : []),
    { key: 'excerpt', header: 'Where', cell: (row) => row.excerpt, text: (row) => row.excerpt },
  ];
  return (
    <Panel
      title={`${formatCounted(total, 'row')} with problems`}
      description="None is changed or left out in silence. Choose what becomes of them."
      flush
      actions={
        present.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label="Problem shown"
            value={kind}
            data={[
              { value: 'all', label: 'All problems' },
              ...present.map((each) => ({ value: each, label: PROBLEM_TEXTS[each] })),
            ]}
            onChange={(event) => {
              setKind(present.find((each) => each === event.currentTarget.value) ?? 'all');
              setOffset(0);
            }}
          />
        )
      }
      footer={
        shown.length > PAGE || total > report.problems.length ? (
          <div className={classes.foot}>
            <span>
              {total > report.problems.length &&
                `The first ${formatCount(report.problems.length)} are listed; all are counted.`}
            </span>
            <Pager
              label="rows with problems"
              offset={offset}
              size={PAGE}
              total={shown.length}
              onChange={setOffset}
            />
          </div>
        ) : undefined
      }
    >
      <ul className={classes.choices}>
        {present.map((each) => (
          <ProblemChoice
            key={each}
            kind={each}
            count={report.problemCounts[each]}
            choice={choices[each] ?? DEFAULT_ROW_CHOICES[each]}
            onChange={(choice) => onChoices({ ...choices, [each]: choice })}
          />
        ))}
      </ul>
      <DataTable
        caption="Rows with problems"
        columns={columns}
        rows={shown.slice(offset, offset + PAGE)}
        rowKey={(row) => `${row.fileId}-${row.row}-${row.kind}`}
        minWidth={560}
        minWidthNarrow={420}
      />
    </Panel>
  );
}

interface ProblemChoiceProps {
  readonly kind: RowProblemKind;
  readonly count: number;
  readonly choice: RowChoice;
  readonly onChange: (choice: RowChoice) => void;
}

function ProblemChoice({ kind, count, choice, onChange }: ProblemChoiceProps) {
  return (
    <li className={classes.choice}>
      <span className={classes.kind}>
        <span className={classes.count}>{formatCount(count)}</span> {PROBLEM_TEXTS[kind]}
      </span>
      <NativeSelect
        size="xs"
        aria-label={`Rows with: ${PROBLEM_TEXTS[kind]}`}
        value={choice}
        data={[
          { value: 'repair', label: REPAIR_TEXTS[kind] },
          { value: 'leave-out', label: 'Leave the row out' },
        ]}
        onChange={(event) => onChange(event.currentTarget.value === 'repair' ? 'repair' : 'leave-out')}
      />
    </li>
  );
}

import { Button } from '@mantine/core';
import { IconMessage2 } from '@tabler/icons-react';
import type { Prediction } from '../../core/contract/predictions';
import { CELL_ROWS, type RunRecord } from '../../core/contract/run';
import { formatCount, formatCounted, formatShare } from '../../core/units';
import type { Remote } from '../../state/remote';
import type { CaseRow } from '../../state/slices/cases';
import { EntityText } from '../../ui/entities/entity-text';
import { sentenceOf, typesOfTags } from '../../ui/entities/entity-types';
import { FailureCard } from '../../ui/failure-card';
import { ProgressRow } from '../../ui/progress-row';
import { RowItem, RowList, RowsDrawer } from '../../ui/rows-drawer';
import type { CaseGroup } from './case-group';
import classes from './cases.module.css';

/** Rows shown at once; each is asked of the model. */
export const CASES_PAGE = 8;

export interface CasesDrawerProps {
  readonly run: RunRecord;
  readonly group: CaseGroup | null;
  readonly offset: number;
  readonly rows: Remote<readonly CaseRow[]>;
  readonly answers: Remote<readonly Prediction[]>;
  readonly onOffset: (offset: number) => void;
  readonly onTry: (text: string) => void;
  readonly onClose: () => void;
}

/** The rows behind one figure: what is true, and what the best weights say about them now. */
export function CasesDrawer(props: CasesDrawerProps) {
  const { run, group, offset } = props;
  return (
    <RowsDrawer
      isOpen={group !== null}
      title={group?.title ?? ''}
      lead={
        group === null
          ? ''
          : `${extent(group)}. Answers are those of the best weights${run.best === null ? '' : `, step ${formatCount(run.best.step)}`}.`
      }
      offset={offset}
      size={CASES_PAGE}
      total={group?.rows.length ?? 0}
      onOffset={props.onOffset}
      onClose={props.onClose}
    >
      {group === null ? null : <CaseList {...props} />}
    </RowsDrawer>
  );
}

/** "12 rows", "the first 200 rows of 350", "31 entities in 20 rows". */
function extent({ count, unit, rows }: CaseGroup): string {
  const kept = formatCounted(rows.length, 'row');
  const shown = rows.length < CELL_ROWS ? kept : `the first ${kept}`;
  if (unit === 'entity') return `${formatCounted(count, 'entity', 'entities')} in ${shown}`;
  return rows.length < count ? `${shown} of ${formatCount(count)}` : kept;
}

function CaseList({ run, rows, answers, onTry }: CasesDrawerProps) {
  if (rows.status === 'failed') return <FailureCard failure={rows.failure} />;
  if (rows.status !== 'ready') return <ProgressRow label="Reading the rows" share={null} />;
  return (
    <>
      {answers.status === 'failed' ? <FailureCard failure={answers.failure} /> : null}
      <RowList label="Rows">
        {rows.value.map((row, i) => (
          <RowItem
            key={`${row.fileId} ${row.row}`}
            row={row.row}
            fileName={row.fileName}
            action={
              <Button
                size="compact-xs"
                variant="subtle"
                leftSection={<IconMessage2 size={14} aria-hidden="true" />}
                aria-label={`Try row ${row.row} in the playground`}
                onClick={() => onTry(row.text)}
              >
                Try it
              </Button>
            }
          >
            <Case
              row={row}
              run={run}
              answer={answers.status === 'ready' ? (answers.value[i] ?? null) : null}
            />
          </RowItem>
        ))}
      </RowList>
    </>
  );
}

interface CaseProps {
  readonly row: CaseRow;
  readonly run: RunRecord;
  /** null until it is there. */
  readonly answer: Prediction | null;
}

function Case({ row, run, answer }: CaseProps) {
  if (row.words === null) return <TextCase row={row} answer={answer} />;
  const types = typesOfTags(run.spec.labels);
  const { text, spans } = sentenceOf(row.words);
  return (
    <dl className={classes.pair}>
      <dt>True</dt>
      <dd>
        <EntityText
          label={`True entities of row ${row.row}`}
          text={text}
          spans={spans.map((span) => ({ ...span, label: span.type }))}
          types={types}
        />
      </dd>
      <dt>Found</dt>
      <dd>
        {answer?.task === 'token-classification' ? (
          <EntityText
            label={`Entities found in row ${row.row}`}
            text={answer.text}
            spans={answer.entities.first.map(({ start, end, label, score }) => ({
              start,
              end,
              label,
              detail: `${label}, ${formatShare(score)}`,
            }))}
            types={types}
          />
        ) : (
          <span className={classes.waiting}>…</span>
        )}
      </dd>
    </dl>
  );
}

function TextCase({ row, answer }: Pick<CaseProps, 'row' | 'answer'>) {
  const [best, second] = answer?.task === 'text-classification' ? answer.scores : [];
  return (
    <>
      <p className={classes.text}>{row.text}</p>
      {row.textPair === null ? null : <p className={classes.text}>{row.textPair}</p>}
      {best === undefined ? null : (
        <p className={classes.scores}>
          <b>{best.label}</b> {formatShare(best.score)}
          {second === undefined ? null : `, then ${second.label} ${formatShare(second.score)}`}
        </p>
      )}
    </>
  );
}

import { memo } from 'react';
import { HEADLINE_METRICS, metricsOf } from '../../core/catalog/metrics';
import type { Evaluation, RunRecord } from '../../core/contract/run';
import type { Task } from '../../core/contract/task';
import type { Recipe } from '../../core/recipe/recipe';
import { formatCount, formatDuration, formatNumber, formatShare } from '../../core/units';
import { type Column, DataTable } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { Panel } from '../../ui/panel';
import classes from './run.module.css';

function columns(best: RunRecord['best'], task: Task): Column<Evaluation>[] {
  return [
    {
      key: 'step',
      header: 'Step',
      width: '108px',
      rowHeader: true,
      cell: ({ step }) => (
        <>
          {formatCount(step)}
          {step === best?.step ? <span className={classes.best}>★ best</span> : null}
        </>
      ),
    },
    { key: 'epoch', header: 'Epoch', align: 'end', width: '72px', cell: ({ epoch }) => epoch.toFixed(2) },
    ...metricsOf(HEADLINE_METRICS[task]).map(
      ({ key, label, format }): Column<Evaluation> => ({
        key,
        header: label,
        align: 'end',
        cell: ({ metrics }) => {
          const value = metrics[key];
          if (value === undefined) return '–';
          return format === 'share' ? formatShare(value) : formatNumber(value);
        },
      }),
    ),
    {
      key: 'seconds',
      header: 'Took',
      align: 'end',
      width: '92px',
      cell: ({ seconds }) => formatDuration(seconds),
    },
  ];
}

interface EvaluationTableProps {
  readonly evaluations: RunRecord['evaluations'];
  readonly best: RunRecord['best'];
  readonly task: Task;
  readonly strategy: Recipe['evalStrategy'];
}

/** Every evaluation on the validation rows, newest first, the best one marked. Memoised: progress does not concern it. */
export const EvaluationTable = memo(function EvaluationTable({
  evaluations,
  best,
  task,
  strategy,
}: EvaluationTableProps) {
  const rows = evaluations.filter(({ split }) => split === 'validation').toSorted((a, b) => b.step - a.step);
  return (
    <Panel title="Evaluations" description="On the validation rows; each one writes a checkpoint." flush>
      {rows.length === 0 ? (
        <EmptyState compact title="None yet">
          {strategy === 'no'
            ? 'The validation rows are scored once, at the end.'
            : 'The first one comes with the first epoch’s end, or after the chosen number of steps.'}
        </EmptyState>
      ) : (
        <DataTable
          caption="Evaluations by step"
          columns={columns(best, task)}
          rows={rows}
          rowKey={({ step }) => String(step)}
          maxHeight={320}
          minWidth={680}
          selectedKey={best === null ? null : String(best.step)}
        />
      )}
    </Panel>
  );
});

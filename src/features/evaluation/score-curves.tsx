import { memo } from 'react';
import type { Evaluation } from '../../core/contract/run';
import type { Task } from '../../core/contract/task';
import { formatNumber, formatShare } from '../../core/units';
import { MetricChart } from '../../ui/charts/metric-chart';
import type { Series } from '../../ui/charts/series';
import { Panel } from '../../ui/panel';
import classes from './evaluation.module.css';

interface ScoreCurvesProps {
  /** Of one split, by step. */
  readonly evaluations: readonly Evaluation[];
  readonly task: Task;
  readonly bestStep: number | null;
}

const wholePercent = (share: number): string => formatShare(share, 0);
const SHARE_AXIS = [null, 1] as const;
const SCORES: Readonly<Record<Task, readonly (readonly [string, string, Series['tone']])[]>> = {
  'text-classification': [
    ['accuracy', 'Accuracy', 3],
    ['f1_macro', 'F1 macro', 4],
  ],
  'token-classification': [
    ['f1', 'F1', 4],
    ['precision', 'Precision', 1],
    ['recall', 'Recall', 2],
  ],
};
const LOSS_AXIS = [0, null] as const;

function curve(evaluations: readonly Evaluation[], key: string, label: string, tone: Series['tone']): Series {
  return {
    id: key,
    label,
    kind: 'points',
    tone,
    steps: evaluations.map(({ step }) => step),
    values: evaluations.map(({ metrics }) => metrics[key] ?? Number.NaN),
  };
}

/** How the figures moved from evaluation to evaluation. */
export const ScoreCurves = memo(function ScoreCurves({ evaluations, task, bestStep }: ScoreCurvesProps) {
  return (
    <Panel title="From evaluation to evaluation">
      <div className={classes.charts}>
        <MetricChart
          title="Scores"
          data={{
            series: SCORES[task].map(([key, label, tone]) => curve(evaluations, key, label, tone)),
            bestStep,
          }}
          format={formatShare}
          formatTick={wholePercent}
          bounds={SHARE_AXIS}
          emptyText="No scores in these evaluations."
        />
        <MetricChart
          title="Loss"
          data={{ series: [curve(evaluations, 'loss', 'Loss', 2)], bestStep }}
          format={formatNumber}
          bounds={LOSS_AXIS}
          offerLog
          emptyText="No loss in these evaluations."
        />
      </div>
    </Panel>
  );
});

import { memo } from 'react';
import { metricsOf } from '../../core/catalog/metrics';
import type { RunRecord } from '../../core/contract/run';
import { planSteps } from '../../core/recipe/steps';
import { formatNumber, formatShare } from '../../core/units';
import type { ChartSeries } from '../../state/metric-series';
import { MetricChart } from '../../ui/charts/metric-chart';
import type { Series } from '../../ui/charts/series';
import { Panel } from '../../ui/panel';
import classes from './run.module.css';

/** Curves by name, as the metric series of the run has them. */
export interface RunCurves {
  readonly loss: ChartSeries;
  readonly evalLoss: ChartSeries;
  readonly gradNorm: ChartSeries;
  readonly learningRate: ChartSeries;
  /** Validation scores of the run's task. */
  readonly scores: readonly ChartSeries[];
}

interface RunChartsProps {
  readonly spec: RunRecord['spec'];
  readonly bestStep: number | null;
  readonly curves: RunCurves;
}

const AXIS_FROM_ZERO = [0, null] as const;
const wholePercent = (share: number): string => formatShare(share, 0);
const SHARE_AXIS = [null, 1] as const;
const BEFORE_FIRST_STEP = 'Draws itself from the first step on.';

function epochEnds({ recipe, data }: RunRecord['spec']): number[] {
  const { updatesPerEpoch, totalSteps } = planSteps(recipe, data.splits.train.examples);
  const count = Math.floor(totalSteps / updatesPerEpoch);
  return Array.from({ length: count }, (_, i) => (i + 1) * updatesPerEpoch);
}

/** The live curves of a run. */
export function RunCharts({ spec, bestStep, curves }: RunChartsProps) {
  return (
    <Panel title="Curves" description="Every step; hover or use the arrow keys to read values.">
      <div className={classes.charts}>
        <LossChart spec={spec} bestStep={bestStep} train={curves.loss} evaluation={curves.evalLoss} />
        <ScoreChart spec={spec} bestStep={bestStep} scores={curves.scores} />
        <PlainChart spec={spec} title="Gradient norm" curve={curves.gradNorm} smooth />
        <PlainChart spec={spec} title="Learning rate" curve={curves.learningRate} />
      </div>
    </Panel>
  );
}

function toSeries(curve: ChartSeries, label: string, kind: Series['kind'], tone: Series['tone']): Series {
  return { id: curve.key, label, kind, tone, steps: curve.steps, values: curve.values };
}

interface LossChartProps {
  readonly spec: RunRecord['spec'];
  readonly bestStep: number | null;
  readonly train: ChartSeries;
  readonly evaluation: ChartSeries;
}

// Memoised: a chart is given new data only when one of its own curves changed.
const LossChart = memo(function LossChart({ spec, bestStep, train, evaluation }: LossChartProps) {
  return (
    <MetricChart
      title="Loss"
      data={{
        series: [toSeries(train, 'Training', 'line', 1), toSeries(evaluation, 'Validation', 'points', 2)],
        epochEnds: epochEnds(spec),
        bestStep,
      }}
      format={formatNumber}
      bounds={AXIS_FROM_ZERO}
      offerLog
      offerSmoothing
      emptyText={BEFORE_FIRST_STEP}
    />
  );
});

interface ScoreChartProps {
  readonly spec: RunRecord['spec'];
  readonly bestStep: number | null;
  readonly scores: readonly ChartSeries[];
}

/** Looks of the scores, the same as in the evaluation. */
const SCORE_TONES: Readonly<Record<string, Series['tone']>> = {
  'eval/accuracy': 3,
  'eval/precision': 1,
  'eval/recall': 2,
};

function scoreName({ key }: ChartSeries): string {
  return metricsOf([key.replace(/^eval\//, '')])[0]?.label ?? key;
}

/** The array of scores is new at each rendering; the curves in it are not. */
const isSameScores = (a: ScoreChartProps, b: ScoreChartProps): boolean =>
  a.spec === b.spec && a.bestStep === b.bestStep && a.scores.every((curve, i) => curve === b.scores[i]);

const ScoreChart = memo(function ScoreChart({ spec, bestStep, scores }: ScoreChartProps) {
  return (
    <MetricChart
      title="Validation scores"
      data={{
        series: scores.map((curve) =>
          toSeries(curve, scoreName(curve), 'points', SCORE_TONES[curve.key] ?? 4),
        ),
        epochEnds: epochEnds(spec),
        bestStep,
      }}
      format={formatShare}
      formatTick={wholePercent}
      bounds={SHARE_AXIS}
      emptyText="Appears with the first evaluation."
    />
  );
}, isSameScores);

interface PlainChartProps {
  readonly spec: RunRecord['spec'];
  readonly title: string;
  readonly curve: ChartSeries;
  readonly smooth?: boolean;
}

const PlainChart = memo(function PlainChart({ spec, title, curve, smooth = false }: PlainChartProps) {
  return (
    <MetricChart
      title={title}
      data={{ series: [toSeries(curve, title, 'line', 1)], epochEnds: epochEnds(spec) }}
      format={formatNumber}
      bounds={AXIS_FROM_ZERO}
      offerSmoothing={smooth}
      emptyText={BEFORE_FIRST_STEP}
    />
  );
});

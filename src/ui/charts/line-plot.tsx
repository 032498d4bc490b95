import { memo } from 'react';
import { CartesianGrid, LineChart, XAxis, YAxis } from 'recharts';
import { formatCount } from '../../core/units';
import type { ChartModel } from './chart-model';
import { Curves } from './curves';

/** Where the curves lie inside the drawing, in CSS pixels. The crosshair counts on it. */
export const PLOT = { left: 46, right: 14, top: 18, bottom: 26 } as const;

const AXIS = { tickLine: false, axisLine: false, tick: { fontSize: 11, fill: 'var(--chart-text)' } };
/** The axes have their domains and the curves draw themselves, so that recharts has no rows to prepare. */
const NO_ROWS: readonly never[] = [];

interface LinePlotProps {
  readonly model: ChartModel;
  readonly width: number;
  readonly height: number;
  readonly log: boolean;
  readonly formatTick: (value: number) => string;
}

/** The drawing itself: memoised, so that only a new model redraws it. No animation, no layout of its own. */
export const LinePlot = memo(function LinePlot({ model, width, height, log, formatTick }: LinePlotProps) {
  return (
    <LineChart
      width={width}
      height={height}
      data={NO_ROWS}
      margin={{ top: PLOT.top, right: PLOT.right, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
      <XAxis
        {...AXIS}
        dataKey="step"
        type="number"
        domain={[...model.x.domain]}
        ticks={[...model.x.ticks]}
        height={PLOT.bottom}
        tickFormatter={formatCount}
        interval="preserveStartEnd"
        allowDataOverflow
      />
      <YAxis
        {...AXIS}
        type="number"
        scale={log ? 'log' : 'linear'}
        domain={[...model.y.domain]}
        ticks={[...model.y.ticks]}
        width={PLOT.left}
        tickFormatter={formatTick}
        interval={0}
        allowDataOverflow
      />
      <Curves model={model} top={PLOT.top} bottom={height - PLOT.bottom} />
    </LineChart>
  );
});

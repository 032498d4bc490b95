import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import { formatCount } from '../../core/units';
import type { ChartModel, DrawnLine } from './chart-model';
import { seriesDot } from './series-mark';
import { toneColor, toneDash } from './tone';

/** Where the curves lie inside the drawing, in CSS pixels. The crosshair counts on it. */
export const PLOT = { left: 56, right: 14, top: 18, bottom: 26 } as const;

const FAINT = 0.28;
const AXIS = { tickLine: false, axisLine: false, tick: { fontSize: 11, fill: 'var(--chart-text)' } };

function strokeOf({ series, role }: DrawnLine) {
  if (role === 'faint') return { strokeWidth: 1, strokeOpacity: FAINT };
  return { strokeWidth: 1.75, strokeDasharray: toneDash(series.tone) };
}

interface LinePlotProps {
  readonly model: ChartModel;
  readonly width: number;
  readonly height: number;
  readonly log: boolean;
  readonly formatTick: (value: number) => string;
}

/** The drawing itself: memoised, so that only a new model redraws it. No animation, no layout of its own. */
export const LinePlot = memo(function LinePlot({ model, width, height, log, formatTick }: LinePlotProps) {
  const roomPerEpoch = (width - PLOT.left - PLOT.right) / Math.max(1, model.epochEnds.length);
  const stride = Math.max(1, Math.ceil(56 / roomPerEpoch));
  return (
    <LineChart
      width={width}
      height={height}
      data={model.rows}
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
        tickFormatter={(step: number) => formatCount(step)}
        interval="preserveStartEnd"
      />
      <YAxis
        {...AXIS}
        type="number"
        scale={log ? 'log' : 'linear'}
        domain={[...model.y.domain]}
        ticks={[...model.y.ticks]}
        width={PLOT.left}
        tickFormatter={formatTick}
        allowDataOverflow
        interval={0}
      />
      {model.epochEnds.map(({ step, epoch }) => (
        <ReferenceLine
          key={step}
          x={step}
          stroke="var(--chart-epoch)"
          strokeDasharray="2 3"
          {...(epoch % stride === 0
            ? {
                label: {
                  value: `epoch ${epoch}`,
                  position: 'insideTopRight' as const,
                  dy: -16,
                  fontSize: 10,
                  fill: 'var(--chart-text)',
                },
              }
            : {})}
        />
      ))}
      {model.bestStep === null ? null : (
        <ReferenceLine x={model.bestStep} stroke="var(--chart-best)" strokeWidth={1.5} />
      )}
      {model.lines.map((line) => (
        <Line
          key={line.key}
          dataKey={line.key}
          type="linear"
          stroke={toneColor(line.series.tone)}
          {...strokeOf(line)}
          dot={line.series.kind === 'points' ? seriesDot(line.series, model.bestStep) : false}
          activeDot={false}
          isAnimationActive={false}
          connectNulls
        />
      ))}
    </LineChart>
  );
});

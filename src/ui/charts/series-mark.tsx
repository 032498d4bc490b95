import type { ReactElement } from 'react';
import type { DotItemDotProps } from 'recharts';
import type { Series } from './series';
import { toneColor, toneDash } from './tone';

const DOT_RADIUS = 3;

/** A dot whose shape differs by tone: circle, square, diamond, ring. */
function Dot({
  cx,
  cy,
  tone,
  radius,
}: {
  cx: number;
  cy: number;
  tone: Series['tone'];
  radius: number;
}): ReactElement {
  const color = toneColor(tone);
  if (tone === 2) {
    return <rect x={cx - radius} y={cy - radius} width={radius * 2} height={radius * 2} fill={color} />;
  }
  if (tone === 3) {
    const r = radius * 1.3;
    return <path d={`M${cx} ${cy - r}L${cx + r} ${cy}L${cx} ${cy + r}L${cx - r} ${cy}Z`} fill={color} />;
  }
  return (
    <circle
      cx={cx}
      cy={cy}
      r={radius}
      fill={tone === 4 ? 'var(--chart-surface)' : color}
      stroke={color}
      strokeWidth={1.5}
    />
  );
}

const STAR = 'M0 -7L1.8 -2.4L6.7 -2.2L2.9 0.9L4.1 5.7L0 3L-4.1 5.7L-2.9 0.9L-6.7 -2.2L-1.8 -2.4Z';

/** Draws the points of a "points" curve; the one at `bestStep` becomes a star. */
export function seriesDot(series: Series, bestStep: number | null): (props: DotItemDotProps) => ReactElement {
  return ({ key, cx, cy, payload }) => {
    const step: unknown = payload?.step;
    if (cx === undefined || cy === undefined) return <g key={key} />;
    if (bestStep !== null && step === bestStep) {
      return (
        <path
          key={key}
          d={STAR}
          transform={`translate(${cx} ${cy})`}
          fill="var(--chart-best)"
          stroke="var(--chart-surface)"
          strokeWidth={1}
        />
      );
    }
    return <Dot key={key} cx={cx} cy={cy} tone={series.tone} radius={DOT_RADIUS} />;
  };
}

/** The sample of a curve in the legend: its colour, its dashes, its dot. */
export function SeriesSwatch({ series }: { series: Series }) {
  return (
    <svg width={24} height={10} aria-hidden="true" focusable="false">
      <line
        x1={0}
        y1={5}
        x2={24}
        y2={5}
        stroke={toneColor(series.tone)}
        strokeWidth={1.75}
        strokeDasharray={toneDash(series.tone)}
      />
      {series.kind === 'points' ? <Dot cx={12} cy={5} tone={series.tone} radius={DOT_RADIUS} /> : null}
    </svg>
  );
}

export function BestSwatch() {
  return (
    <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden="true" focusable="false">
      <path d={STAR} fill="var(--chart-best)" />
    </svg>
  );
}

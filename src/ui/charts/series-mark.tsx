import type { Series } from './series';
import { toneColor, toneDash } from './tone';

const RADIUS = 3;
const STAR = 'M0 -7L1.8 -2.4L6.7 -2.2L2.9 0.9L4.1 5.7L0 3L-4.1 5.7L-2.9 0.9L-6.7 -2.2L-1.8 -2.4Z';

interface SeriesDotProps {
  readonly x: number;
  readonly y: number;
  readonly tone: Series['tone'];
}

/** A dot whose shape differs by tone: disc, square, diamond, ring. */
export function SeriesDot({ x, y, tone }: SeriesDotProps) {
  const color = toneColor(tone);
  if (tone === 2) {
    return <rect x={x - RADIUS} y={y - RADIUS} width={RADIUS * 2} height={RADIUS * 2} fill={color} />;
  }
  if (tone === 3) {
    const r = RADIUS * 1.3;
    return <path d={`M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`} fill={color} />;
  }
  const fill = tone === 4 ? 'var(--chart-surface)' : color;
  return <circle cx={x} cy={y} r={RADIUS} fill={fill} stroke={color} strokeWidth={1.5} />;
}

/** The mark of the best checkpoint. */
export function BestStar({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <path
      d={STAR}
      transform={`translate(${x} ${y})`}
      fill="var(--chart-best)"
      stroke="var(--chart-surface)"
    />
  );
}

/** The sample of a curve in the legend: its colour, its dashes, its dot. */
export function SeriesSwatch({ series }: { readonly series: Series }) {
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
      {series.kind === 'points' ? <SeriesDot x={12} y={5} tone={series.tone} /> : null}
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

import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { formatCount } from '../../core/units';
import type { ChartModel } from './chart-model';
import { PLOT } from './line-plot';
import { nearestPoint } from './series';
import { SeriesSwatch } from './series-mark';
import classes from './charts.module.css';

interface CrosshairProps {
  readonly title: string;
  readonly model: ChartModel;
  readonly width: number;
  readonly format: (value: number) => string;
}

/** The steps a crosshair can stand on: those of the curve with the most points. */
function stops(model: ChartModel): readonly { readonly step: number }[] {
  return model.curves.reduce(
    (most, curve) => (curve.points.length > most.length ? curve.points : most),
    model.curves[0]?.points ?? [],
  );
}

/**
 * A layer over the drawing that reads exact values, by pointer or (as a slider) by arrow keys. It moves without
 * redrawing the chart. Values come from all points, not only from the drawn ones.
 */
export function Crosshair({ title, model, width, format }: CrosshairProps) {
  const [step, setStep] = useState<number | null>(null);
  const span = Math.max(1, width - PLOT.left - PLOT.right);
  const [first, last] = model.x.domain;
  const points = stops(model);
  const at =
    step === null
      ? null
      : (nearestPoint(
          points.map(({ step: s }) => ({ step: s, value: 0 })),
          step,
        )?.step ?? null);
  const readings =
    at === null
      ? []
      : model.curves.flatMap(({ series, points: own }) => {
          const point = nearestPoint(own, at);
          return point === null ? [] : [{ series, point }];
        });

  function follow(event: PointerEvent<HTMLDivElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    setStep(first + share * (last - first));
  }

  function move(event: KeyboardEvent<HTMLDivElement>): void {
    const index = at === null ? points.length : points.findIndex((point) => point.step === at);
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: index - 1,
      ArrowRight: index + 1,
      PageDown: index - 10,
      PageUp: index + 10,
      Home: 0,
      End: points.length - 1,
    };
    if (event.key === 'Escape') return setStep(null);
    const wanted = moves[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    setStep(points[Math.min(points.length - 1, Math.max(0, wanted))]?.step ?? null);
  }

  const x = at === null ? 0 : ((at - first) / (last - first)) * span;
  const text = readings.map(({ series, point }) => `${series.label} ${format(point.value)}`).join(', ');
  return (
    <div
      className={classes.crosshair}
      style={{ left: PLOT.left, right: PLOT.right, top: PLOT.top, bottom: PLOT.bottom }}
      role="slider"
      tabIndex={0}
      aria-label={`${title}: read values at step`}
      aria-valuemin={first}
      aria-valuemax={last}
      aria-valuenow={at ?? last}
      aria-valuetext={at === null ? 'arrow keys read values' : `step ${at}: ${text}`}
      onPointerMove={follow}
      onPointerDown={follow}
      onPointerLeave={() => setStep(null)}
      onBlur={() => setStep(null)}
      onKeyDown={move}
    >
      {at === null ? null : (
        <>
          <div className={classes.hair} style={{ transform: `translateX(${x}px)` }} />
          <div
            className={classes.reading}
            data-side={x > span / 2 ? 'left' : 'right'}
            style={x > span / 2 ? { right: span - x + 10 } : { left: x + 10 }}
          >
            <div className={classes.readingTitle}>Step {formatCount(at)}</div>
            {readings.map(({ series, point }) => (
              <div key={series.id} className={classes.readingRow}>
                <SeriesSwatch series={series} />
                <span>
                  {series.label}
                  {point.step === at ? '' : ` (step ${formatCount(point.step)})`}
                </span>
                <strong>{format(point.value)}</strong>
              </div>
            ))}
          </div>
        </>
      )}
    </div>
  );
}

import { useXAxisScale, useYAxisScale } from 'recharts';
import type { ChartModel, DrawnLine } from './chart-model';
import type { Point } from './series';
import { BestStar, SeriesDot } from './series-mark';
import { toneColor, toneDash } from './tone';

const FAINT = 0.3;
/** Room one "epoch 12" needs. */
const EPOCH_LABEL_WIDTH = 52;

type Place = (point: Point) => { readonly x: number; readonly y: number } | null;

function pathOf(points: readonly Point[], place: Place): string {
  return points
    .flatMap((point, i) => {
      const at = place(point);
      return at === null ? [] : [`${i === 0 ? 'M' : 'L'}${at.x.toFixed(1)} ${at.y.toFixed(1)}`];
    })
    .join('');
}

function Curve({ line, place }: { readonly line: DrawnLine; readonly place: Place }) {
  const { series, role, points } = line;
  const raw = role === 'raw' && series.kind === 'line';
  const only = points.length === 1 ? points[0] : undefined;
  const at = only === undefined ? null : place(only);
  return (
    <g>
      <path
        d={pathOf(points, place)}
        fill="none"
        stroke={toneColor(series.tone)}
        strokeWidth={role === 'faint' ? 1 : raw ? 1.25 : 1.75}
        strokeOpacity={role === 'faint' ? FAINT : 1}
        strokeLinejoin="round"
        {...(role === 'faint' ? {} : { strokeDasharray: toneDash(series.tone) })}
      />
      {at !== null && series.kind === 'line' ? <SeriesDot {...at} tone={series.tone} /> : null}
    </g>
  );
}

function Dots({
  line,
  place,
  bestStep,
}: {
  readonly line: DrawnLine;
  readonly place: Place;
  readonly bestStep: number | null;
}) {
  return line.points.map((point) => {
    const at = place(point);
    if (at === null) return null;
    return point.step === bestStep ? (
      <BestStar key={point.step} {...at} />
    ) : (
      <SeriesDot key={point.step} {...at} tone={line.series.tone} />
    );
  });
}

interface CurvesProps {
  readonly model: ChartModel;
  /** The plot area's edges, in CSS pixels. */
  readonly top: number;
  readonly bottom: number;
}

/**
 * The curves inside a recharts frame, one path each on the frame's own scales. recharts' `Line` prepares an object
 * for every point of every line at each redraw, which costs several times as much as all the rest.
 */
export function Curves({ model, top, bottom }: CurvesProps) {
  const xOf = useXAxisScale();
  const yOf = useYAxisScale();
  if (xOf === undefined || yOf === undefined) return null;
  const place: Place = ({ step, value }) => {
    const x = xOf(step);
    const y = yOf(value);
    return x === undefined || y === undefined ? null : { x, y };
  };
  const best = model.bestStep === null ? undefined : xOf(model.bestStep);
  return (
    <g>
      <Epochs model={model} xOf={xOf} top={top} bottom={bottom} />
      {best === undefined ? null : (
        <line x1={best} x2={best} y1={top} y2={bottom} stroke="var(--chart-best)" strokeOpacity={0.7} />
      )}
      {model.lines.map((line) => (
        <Curve key={line.key} line={line} place={place} />
      ))}
      {model.lines
        .filter(({ series }) => series.kind === 'points')
        .map((line) => (
          <Dots key={line.key} line={line} place={place} bestStep={model.bestStep} />
        ))}
    </g>
  );
}

interface EpochsProps extends CurvesProps {
  readonly xOf: (step: number) => number | undefined;
}

/** A dotted line where an epoch ends; as many of them are named as there is room for. */
function Epochs({ model, xOf, top, bottom }: EpochsProps) {
  const places = model.epochEnds.flatMap(({ step, epoch }) => {
    const x = xOf(step);
    return x === undefined ? [] : [{ x, epoch }];
  });
  const spacing = ((places.at(-1)?.x ?? 0) - (places[0]?.x ?? 0)) / Math.max(1, places.length - 1);
  const stride = spacing > 0 ? Math.max(1, Math.ceil(EPOCH_LABEL_WIDTH / spacing)) : 1;
  return places.map(({ x, epoch }) => (
    <g key={epoch}>
      {spacing > 4 || places.length === 1 || epoch % stride === 0 ? (
        <line x1={x} x2={x} y1={top} y2={bottom} stroke="var(--chart-epoch)" strokeDasharray="2 3" />
      ) : null}
      {epoch % stride === 0 ? (
        <text x={x} y={top - 6} textAnchor="end" fontSize={10} fill="var(--chart-text)">
          epoch {epoch}
        </text>
      ) : null}
    </g>
  ));
}

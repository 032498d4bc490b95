import { useElementSize } from '@mantine/hooks';
import { memo, useMemo, useState } from 'react';
import { formatCount } from '../../core/units';
import { type ChartData, type ChartModel, chartModel, describeChart } from './chart-model';
import { ChartTools } from './chart-tools';
import { ChartTable } from './chart-table';
import { Crosshair } from './crosshair';
import { LinePlot } from './line-plot';
import { usePaced } from './pacer';
import { formatTick as defaultTick } from './scale';
import { BestSwatch, SeriesSwatch } from './series-mark';
import classes from './charts.module.css';

interface MetricChartProps {
  readonly title: string;
  readonly unit?: string;
  /** Redrawn at most four times a second, however often it changes. */
  readonly data: ChartData;
  /** Exact values, in the crosshair, the legend and the table. */
  readonly format: (value: number) => string;
  readonly formatTick?: (value: number) => string;
  readonly bounds?: readonly [number | null, number | null];
  /** Offers a logarithmic axis. */
  readonly offerLog?: boolean;
  /** Offers smoothing, and begins with it. */
  readonly offerSmoothing?: boolean;
  /** What stands in place of the curves before the first value. */
  readonly emptyText: string;
  readonly height?: number;
}

/** Metric curves over the steps of a run, of fixed height whatever their state. */
export function MetricChart({
  title,
  unit,
  data,
  format,
  formatTick = defaultTick,
  bounds,
  offerLog = false,
  offerSmoothing = false,
  emptyText,
  height = 220,
}: MetricChartProps) {
  const [log, setLog] = useState(false);
  const [smooth, setSmooth] = useState(offerSmoothing);
  const [asTable, setAsTable] = useState(false);
  const paced = usePaced(data);
  const [low = null, high = null] = bounds ?? [];
  const model = useMemo(
    () => chartModel(paced, { log, smooth, bounds: [low, high] }),
    [paced, log, smooth, low, high],
  );
  return (
    <section className={classes.root} aria-label={title}>
      <div className={classes.head}>
        <h3 className={classes.title}>
          {title} {unit === undefined ? null : <span className={classes.unit}>{unit}</span>}
        </h3>
        <ChartTools
          title={title}
          log={offerLog ? log : null}
          smooth={offerSmoothing ? smooth : null}
          asTable={asTable}
          onLog={setLog}
          onSmooth={setSmooth}
          onTable={setAsTable}
        />
      </div>
      <Drawing
        title={title}
        model={model}
        log={log}
        asTable={asTable}
        format={format}
        formatTick={formatTick}
        emptyText={emptyText}
        height={height}
      />
    </section>
  );
}

interface DrawingProps {
  readonly title: string;
  readonly model: ChartModel | null;
  readonly log: boolean;
  readonly asTable: boolean;
  readonly format: (value: number) => string;
  readonly formatTick: (value: number) => string;
  readonly emptyText: string;
  readonly height: number;
}

/** Legend and curves. Memoised: new data passes by until its turn to be drawn. */
const Drawing = memo(function Drawing(props: DrawingProps) {
  const { title, model, log, asTable, format, formatTick, emptyText, height } = props;
  const { ref, width } = useElementSize<HTMLDivElement>();
  const bestStep = model?.bestStep ?? null;
  return (
    <>
      <ul className={classes.legend}>
        {model?.curves.map(({ series, points }) => {
          const last = points.at(-1);
          return (
            <li key={series.id} className={classes.legendItem}>
              <SeriesSwatch series={series} /> {series.label}
              <span className={classes.legendValue}>{last === undefined ? '' : format(last.value)}</span>
            </li>
          );
        })}
        {bestStep === null ? null : (
          <li className={classes.legendItem}>
            <BestSwatch /> best, step {formatCount(bestStep)}
          </li>
        )}
      </ul>
      <div ref={ref} className={classes.frame} style={{ height }}>
        {model === null ? (
          <div className={classes.empty}>{emptyText}</div>
        ) : asTable ? (
          <ChartTable title={title} model={model} format={format} />
        ) : (
          <>
            <div role="img" aria-label={describeChart(title, model, format)}>
              {width > 0 ? (
                <LinePlot model={model} width={width} height={height} log={log} formatTick={formatTick} />
              ) : null}
            </div>
            {width > 0 ? <Crosshair title={title} model={model} width={width} format={format} /> : null}
          </>
        )}
      </div>
    </>
  );
});

import { ActionIcon, Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconMathFunction, IconTable, IconWaveSine } from '@tabler/icons-react';
import { type ReactNode, useMemo, useState } from 'react';
import { formatCount } from '../../core/units';
import { type ChartData, chartModel, describeChart } from './chart-model';
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

interface ToggleProps {
  readonly label: string;
  readonly pressed: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

function Toggle({ label, pressed, onToggle, children }: ToggleProps) {
  return (
    <Tooltip label={label} openDelay={300}>
      <ActionIcon
        size="sm"
        color={pressed ? 'petrol' : 'gray'}
        variant={pressed ? 'light' : 'subtle'}
        aria-label={label}
        aria-pressed={pressed}
        onClick={onToggle}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
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
  const { ref, width } = useElementSize<HTMLDivElement>();
  const paced = usePaced(data);
  const [low = null, high = null] = bounds ?? [];
  const model = useMemo(
    () => chartModel(paced, { log, smooth, bounds: [low, high] }),
    [paced, log, smooth, low, high],
  );
  const bestStep = model?.bestStep ?? null;
  return (
    <section className={classes.root} aria-label={title}>
      <div className={classes.head}>
        <h3 className={classes.title}>
          {title} {unit === undefined ? null : <span className={classes.unit}>{unit}</span>}
        </h3>
        <div className={classes.tools}>
          {offerSmoothing ? (
            <Toggle label={`${title}: smooth the curve`} pressed={smooth} onToggle={() => setSmooth(!smooth)}>
              <IconWaveSine size={15} />
            </Toggle>
          ) : null}
          {offerLog ? (
            <Toggle label={`${title}: logarithmic axis`} pressed={log} onToggle={() => setLog(!log)}>
              <IconMathFunction size={15} />
            </Toggle>
          ) : null}
          <Toggle label={`${title}: show as table`} pressed={asTable} onToggle={() => setAsTable(!asTable)}>
            <IconTable size={15} />
          </Toggle>
        </div>
      </div>
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
    </section>
  );
}

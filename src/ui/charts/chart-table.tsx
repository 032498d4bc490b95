import { formatCount } from '../../core/units';
import type { ChartModel } from './chart-model';
import classes from './charts.module.css';

/** Rows shown; a run has a value at every step, and nobody reads ten thousand rows. */
const MAX_ROWS = 100;

interface ChartTableProps {
  readonly title: string;
  readonly model: ChartModel;
  readonly format: (value: number) => string;
}

/** Steps shown: evenly spaced ones of the dense curves, and every point of the sparse ones. */
function tableSteps(model: ChartModel): { steps: number[]; all: boolean } {
  const dense = [...new Set(model.curves.flatMap(({ points }) => points.map(({ step }) => step)))].toSorted(
    (a, b) => a - b,
  );
  const stride = Math.ceil(dense.length / MAX_ROWS);
  const sparse = model.curves
    .filter(({ series }) => series.kind === 'points')
    .flatMap(({ points }) => points.map(({ step }) => step));
  const last = dense.at(-1);
  const shown = new Set([
    ...dense.filter((_, i) => i % stride === 0),
    ...sparse,
    ...(last === undefined ? [] : [last]),
  ]);
  return { steps: [...shown].toSorted((a, b) => b - a), all: stride <= 1 };
}

/** The chart's values as a table, newest first. */
export function ChartTable({ title, model, format }: ChartTableProps) {
  const { steps, all } = tableSteps(model);
  const columns = model.curves.map(({ series, points }) => ({
    series,
    values: new Map(points.map(({ step, value }) => [step, value])),
  }));
  return (
    <div className={classes.tableScroll} tabIndex={0} role="region" aria-label={`${title}, values`}>
      <table className={classes.table}>
        <caption>{all ? 'Every value, newest first' : `${steps.length} of all steps, newest first`}</caption>
        <thead>
          <tr>
            <th scope="col">Step</th>
            {columns.map(({ series }) => (
              <th key={series.id} scope="col">
                {series.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step}>
              <th scope="row">
                {formatCount(step)}
                {step === model.bestStep ? ' ★ best' : ''}
              </th>
              {columns.map(({ series, values }) => {
                const value = values.get(step);
                return <td key={series.id}>{value === undefined ? '–' : format(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

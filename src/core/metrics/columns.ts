/**
 * Metric points as columns: `steps[i]` is the global step of row i, `values[key][i]` its value, NaN where the
 * key has none at that step. Keys are slash names as in TensorBoard; the part before the slash picks the chart's
 * group.
 */
export type MetricKey =
  | 'train/loss'
  | 'train/grad_norm'
  | 'train/learning_rate'
  | 'train/epoch'
  | 'train/tokens_per_second'
  | `eval/${string}`;

export interface MetricColumns {
  readonly steps: readonly number[];
  readonly values: Readonly<Partial<Record<MetricKey, readonly number[]>>>;
}

export const NO_METRICS: MetricColumns = { steps: [], values: {} };

/** Joins two column sets in order; keys present on one side only are filled with NaN on the other. */
export function appendColumns(a: MetricColumns, b: MetricColumns): MetricColumns {
  const keys = new Set([...Object.keys(a.values), ...Object.keys(b.values)] as MetricKey[]);
  const values: Partial<Record<MetricKey, readonly number[]>> = {};
  for (const key of keys) {
    const left = a.values[key] ?? new Array<number>(a.steps.length).fill(Number.NaN);
    const right = b.values[key] ?? new Array<number>(b.steps.length).fill(Number.NaN);
    values[key] = [...left, ...right];
  }
  return { steps: [...a.steps, ...b.steps], values };
}

/** Keeps the rows whose step is at most `step`. */
export function truncateColumns(columns: MetricColumns, step: number): MetricColumns {
  const kept = columns.steps.map((s, i) => ({ s, i })).filter(({ s }) => s <= step);
  const values: Partial<Record<MetricKey, readonly number[]>> = {};
  for (const [key, column] of Object.entries(columns.values) as [MetricKey, readonly number[]][]) {
    values[key] = kept.map(({ i }) => column[i] ?? Number.NaN);
  }
  return { steps: kept.map(({ s }) => s), values };
}

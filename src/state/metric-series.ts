import type { MetricColumns, MetricKey } from '../core/metrics/columns';
import { downsample, type Points } from '../core/metrics/downsample';

/** Most points a chart draws of one curve. */
const CHART_POINTS = 500;
const NOTIFY_EVERY_MS = 250;

/** One curve as a chart draws it. */
export interface ChartSeries extends Points {
  readonly key: MetricKey;
  /** The newest value, not down-sampled; null while there is none. */
  readonly last: number | null;
}

interface Curve {
  readonly steps: number[];
  readonly values: number[];
}

/**
 * The metric points of one run, in columns that grow in place outside the store. Listeners hear of changes at most
 * four times a second, however fast points come in.
 */
export class MetricSeries {
  private readonly curves = new Map<MetricKey, Curve>();
  private readonly charts = new Map<MetricKey, ChartSeries>();
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private shownVersion = 0;

  /** Counts the changes that listeners were told of. */
  get version(): number {
    return this.shownVersion;
  }

  /** Keys that have points, in order of appearance. */
  get keys(): readonly MetricKey[] {
    return [...this.curves.keys()];
  }

  /** Adds points; where a curve is already past a step (a run that went back to a checkpoint), its later points go. */
  append(columns: MetricColumns): void {
    for (const key of metricKeys(columns)) {
      const curve = this.curves.get(key) ?? { steps: [], values: [] };
      this.curves.set(key, curve);
      columns.values[key]?.forEach((value, row) => {
        const step = columns.steps[row];
        if (step !== undefined && !Number.isNaN(value)) push(curve, step, value);
      });
    }
    this.changed();
  }

  clear(): void {
    this.curves.clear();
    this.changed();
  }

  /** Puts stored points in front of those that have come in since they were asked for. */
  prepend(stored: MetricColumns): void {
    const arrived = [...this.curves];
    this.curves.clear();
    this.append(stored);
    for (const [key, { steps, values }] of arrived) {
      const last = this.curves.get(key)?.steps.at(-1) ?? -1;
      const newer = steps.findIndex((step) => step > last);
      if (newer >= 0) this.append({ steps: steps.slice(newer), values: { [key]: values.slice(newer) } });
    }
  }

  /** The curve for a chart, the same object until it was told of as changed. */
  chart(key: MetricKey): ChartSeries {
    const known = this.charts.get(key);
    if (known !== undefined) return known;
    const curve = this.curves.get(key) ?? { steps: [], values: [] };
    const chart = { key, ...downsample(curve, CHART_POINTS), last: curve.values.at(-1) ?? null };
    this.charts.set(key, chart);
    return chart;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private changed(): void {
    if (this.timer !== null) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.charts.clear();
      this.shownVersion += 1;
      for (const listener of this.listeners) listener();
    }, NOTIFY_EVERY_MS);
  }
}

function metricKeys(columns: MetricColumns): MetricKey[] {
  return Object.keys(columns.values) as MetricKey[];
}

function push(curve: Curve, step: number, value: number): void {
  while ((curve.steps.at(-1) ?? -1) >= step) {
    curve.steps.pop();
    curve.values.pop();
  }
  curve.steps.push(step);
  curve.values.push(value);
}

/** The series of all runs looked at since the page was opened; points of earlier runs are read on first use. */
export class MetricLibrary {
  private readonly series = new Map<string, MetricSeries>();

  constructor(
    private readonly read: (runId: string) => Promise<MetricColumns>,
    private readonly onFailure: (thrown: unknown) => void,
  ) {}

  /** The run's series; on first use its stored points arrive a moment later. */
  of(runId: string): MetricSeries {
    const known = this.series.get(runId);
    if (known !== undefined) return known;
    const series = new MetricSeries();
    this.series.set(runId, series);
    this.fill(runId, series).catch(this.onFailure);
    return series;
  }

  /** Reads the stored points again, for a run that went back to a checkpoint. */
  async reload(runId: string): Promise<void> {
    const series = this.series.get(runId) ?? new MetricSeries();
    this.series.set(runId, series);
    series.clear();
    await this.fill(runId, series);
  }

  forget(runId: string): void {
    this.series.delete(runId);
  }

  private async fill(runId: string, series: MetricSeries): Promise<void> {
    series.prepend(await this.read(runId));
  }
}

import { createContext, type ReactNode, useCallback, useContext, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { MetricKey } from '../core/metrics/columns';
import type { ChartSeries, MetricSeries } from './metric-series';
import type { Studio } from './store';
import type { StudioState } from './studio-state';

const StudioContext = createContext<Studio | null>(null);

export function StudioProvider({
  studio,
  children,
}: {
  readonly studio: Studio;
  readonly children: ReactNode;
}) {
  return <StudioContext value={studio}>{children}</StudioContext>;
}

function useStudioContext(): Studio {
  const studio = useContext(StudioContext);
  if (studio === null) throw new Error('components that read the store must stand inside a StudioProvider');
  return studio;
}

/** What `selector` reads of the store. It must return a stored value or a primitive; wrap it in zustand's `useShallow` if it builds an object. */
export function useStudio<T>(selector: (state: StudioState) => T): T {
  return useStore(useStudioContext().store, selector);
}

/** The run's series; the component renders again when the series says that it changed. */
function useMetricSeries(runId: string): MetricSeries {
  const { metrics } = useStudioContext();
  const series = metrics.of(runId);
  useSyncExternalStore(
    useCallback((listener: () => void) => series.subscribe(listener), [series]),
    () => series.version,
  );
  return series;
}

/**
 * Curves of a run for a chart, at most 500 points each, renewed at most four times a second. The array is new at
 * each rendering; a curve in it is the same object until it changes.
 */
export function useChartSeries(runId: string, keys: readonly MetricKey[]): readonly ChartSeries[] {
  const series = useMetricSeries(runId);
  return keys.map((key) => series.chart(key));
}

/** Metric keys that a run has points for, in order of appearance. */
export function useMetricKeys(runId: string): readonly MetricKey[] {
  return useMetricSeries(runId).keys;
}

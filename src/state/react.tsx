import { createContext, type ReactNode, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { MetricKey } from '../core/metrics/columns';
import type { ChartSeries } from './metric-series';
import type { Studio } from './store';
import type { StudioState } from './studio-state';

const StudioContext = createContext<Studio | null>(null);

export function StudioProvider({ studio, children }: { readonly studio: Studio; readonly children: ReactNode }) {
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

/** Curves of a run for a chart, at most 500 points each, renewed at most four times a second. */
export function useChartSeries(runId: string, keys: readonly MetricKey[]): readonly ChartSeries[] {
  const { metrics } = useStudioContext();
  const series = metrics.of(runId);
  const version = useSyncExternalStore(
    useCallback((listener: () => void) => series.subscribe(listener), [series]),
    () => series.version,
  );
  const wanted = keys.join('\n');
  return useMemo(
    () => keys.map((key) => series.chart(key)),
    // The curves change with the version; the keys are compared by content.
    [series, version, wanted],
  );
}

/** Metric keys that a run has points for. */
export function useMetricKeys(runId: string): readonly MetricKey[] {
  const { metrics } = useStudioContext();
  const series = metrics.of(runId);
  const version = useSyncExternalStore(
    useCallback((listener: () => void) => series.subscribe(listener), [series]),
    () => series.version,
  );
  return useMemo(() => series.keys, [series, version]);
}

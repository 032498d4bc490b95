import type { MetricLibrary } from './metric-series';
import type { StudioStoreApi } from './studio-state';

/** The store and, beside it, the metric points that are too many for it. */
export interface Studio {
  readonly store: StudioStoreApi;
  readonly metrics: MetricLibrary;
}

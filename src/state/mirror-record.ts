import type { RunEvent } from '../core/contract/events';
import type { Evaluation, RunRecord } from '../core/contract/run';
import { placeEvaluation } from '../core/metrics/place-evaluation';

/** What an event changes in the run's record as the store shows it; the worker writes the same into the database. */
export function mirrorRecord(record: RunRecord, event: RunEvent): RunRecord {
  switch (event.type) {
    case 'state':
      return { ...record, status: event.state.status, failure: event.state.failure };
    case 'device':
      return { ...record, device: event.device };
    case 'progress':
      return { ...record, progress: event.progress };
    case 'evaluation': {
      const evaluations = placeEvaluation(record.evaluations, event.evaluation);
      return {
        ...record,
        evaluations,
        best: bestOf(evaluations, record.spec.recipe.metricForBestModel) ?? record.best,
      };
    }
    case 'checkpoint': {
      const { checkpoint } = event;
      const others = record.checkpoints.filter(({ step }) => step !== checkpoint.step);
      return { ...record, checkpoints: [...others, checkpoint] };
    }
    case 'metrics':
    case 'warning':
    case 'error':
      return record;
  }
}

/** The best validation so far: replaced only by a strictly better one, as the Trainer does. */
function bestOf(evaluations: readonly Evaluation[], metric: string): RunRecord['best'] {
  const sign = metric === 'loss' ? -1 : 1;
  let best: RunRecord['best'] = null;
  for (const { split, step, metrics } of evaluations) {
    const value = metrics[metric];
    if (split !== 'validation' || value === undefined || Number.isNaN(value)) continue;
    if (best === null || sign * value > sign * best.value) best = { step, metric, value };
  }
  return best;
}

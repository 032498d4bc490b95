import type { RunEvent } from '../core/contract/events';
import type { Checkpoint, Evaluation, RunRecord } from '../core/contract/run';

/** What an event changes in the run's record as the store shows it; the worker writes the same into the database. */
export function mirrorRecord(record: RunRecord, event: RunEvent): RunRecord {
  switch (event.type) {
    case 'state':
      return { ...record, status: event.state.status, failure: event.state.failure };
    case 'device':
      return { ...record, device: event.device };
    case 'progress':
      return { ...record, progress: event.progress };
    case 'evaluation':
      return withEvaluation(record, event.evaluation);
    case 'checkpoint':
      return { ...record, checkpoints: upsert(record.checkpoints, event.checkpoint, sameStep) };
    case 'metrics':
    case 'warning':
    case 'error':
      return record;
  }
}

/** Adds an evaluation, in the place of an earlier one of the same step and split, and finds the best again. */
export function withEvaluation(record: RunRecord, evaluation: Evaluation): RunRecord {
  const evaluations = upsert(record.evaluations, evaluation, (a, b) => sameStep(a, b) && a.split === b.split);
  return {
    ...record,
    evaluations,
    best: bestOf(evaluations, record.spec.recipe.metricForBestModel) ?? record.best,
  };
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

function sameStep(a: { readonly step: number }, b: { readonly step: number }): boolean {
  return a.step === b.step;
}

function upsert<T extends Checkpoint | Evaluation>(
  items: readonly T[],
  item: T,
  isSame: (a: T, b: T) => boolean,
): T[] {
  return [...items.filter((known) => !isSame(known, item)), item];
}

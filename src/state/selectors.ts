import type { DatasetRecord } from '../core/contract/dataset';
import type { Warning } from '../core/contract/events';
import type { ModelRecord } from '../core/contract/model';
import type { RunRecord } from '../core/contract/run';
import { isLive } from '../core/contract/run-state';
import { valueOf } from './remote';
import type { StudioState } from './studio-state';

/*
 * What several screens ask of the store. Each returns a stored value or a primitive, so that it can be handed to
 * `useStudio` as it is.
 */

export function datasetById(state: StudioState, id: string | null): DatasetRecord | null {
  return state.datasets.items.find((dataset) => dataset.id === id) ?? null;
}

/** The dataset chosen for the next run. */
export function chosenDataset(state: StudioState): DatasetRecord | null {
  return datasetById(state, state.setup.datasetId);
}

export function modelById(state: StudioState, id: string | null): ModelRecord | null {
  return state.models.items.find((model) => model.id === id) ?? null;
}

/** The model chosen for the next run. */
export function chosenModel(state: StudioState): ModelRecord | null {
  return modelById(state, state.setup.modelId);
}

export function runById(state: StudioState, id: string | null): RunRecord | null {
  return state.runs.items.find((run) => run.id === id) ?? null;
}

/** The run that this tab is training (or has paused), if any. */
export function liveRun(state: StudioState): RunRecord | null {
  const run = runById(state, state.runs.open?.runId ?? null);
  return run !== null && isLive(run.status) ? run : null;
}

const NO_WARNINGS: readonly Warning[] = [];

/** Advice on the set-up as it stands. */
export function setupWarnings(state: StudioState): readonly Warning[] {
  return valueOf(state.setup.plan)?.warnings ?? NO_WARNINGS;
}

export function runWarnings(state: StudioState, runId: string): readonly Warning[] {
  return state.runs.warnings[runId] ?? NO_WARNINGS;
}

/** The first thing that keeps Train from being clicked; null when nothing does. */
export type SetupBlock = 'no-dataset' | 'no-columns' | 'no-model' | 'preparing' | 'failed' | 'busy' | null;

export function setupBlock(state: StudioState): SetupBlock {
  const dataset = chosenDataset(state);
  if (dataset === null) return 'no-dataset';
  if (dataset.mapping === null) return 'no-columns';
  if (chosenModel(state) === null) return 'no-model';
  if (liveRun(state) !== null) return 'busy';
  if (state.setup.prepared.status === 'failed' || state.setup.plan.status === 'failed') return 'failed';
  return state.setup.prepared.status === 'ready' ? null : 'preparing';
}

import type { RunRecord } from '../core/contract/run';
import { runById } from './selectors';
import type { StudioState } from './studio-state';

/** Whether a run has weights that can be evaluated, asked and exported. */
export function hasWeights(run: RunRecord): boolean {
  return run.checkpoints.length > 0;
}

/** The run that a screen after training is about: the one its address names, else the newest with weights. */
export function runInView(state: StudioState, routeId: string | null): RunRecord | null {
  return runById(state, routeId) ?? state.runs.items.find(hasWeights) ?? null;
}

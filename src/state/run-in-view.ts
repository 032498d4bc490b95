import type { Checkpoint, RunRecord } from '../core/contract/run';
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

/** The newest checkpoint that training can go on from. */
export function resumePoint({ checkpoints }: RunRecord): Checkpoint | null {
  return checkpoints.filter(({ resumable }) => resumable).toSorted((a, b) => b.step - a.step)[0] ?? null;
}

/** Whether the page went away while it trained: a stop saves the step it is at. */
export function wasInterrupted(run: RunRecord): boolean {
  const point = resumePoint(run);
  return run.status === 'stopped' && point !== null && point.step < run.progress.step;
}

/** The newest run, where it did not come to its end by itself or by the person's wish. */
export function brokenRun(state: StudioState): RunRecord | null {
  const run = state.runs.items[0] ?? null;
  return run !== null && (run.status === 'failed' || wasInterrupted(run)) ? run : null;
}

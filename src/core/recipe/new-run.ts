import type { RunRecord, RunSpec } from '../contract/run';
import { planSteps } from './steps';

/** A run that has not begun. */
export function newRunRecord(spec: RunSpec, name: string, now: number): RunRecord {
  const { totalSteps } = planSteps(spec.recipe, spec.data.splits.train.examples);
  return {
    id: spec.id,
    name,
    spec,
    status: 'idle',
    failure: null,
    createdAt: now,
    updatedAt: now,
    progress: {
      step: 0,
      totalSteps,
      epoch: 0,
      elapsedSeconds: 0,
      secondsLeft: null,
      tokensPerSecond: null,
      phase: 'training',
    },
    best: null,
    evaluations: [],
    checkpoints: [],
    device: null,
    cluster: null,
  };
}

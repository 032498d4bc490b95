import type { StepPlan } from '../../core/recipe/steps';

/** Where optimizer update number `step` (from 1) lies in its epoch. */
export interface StepPosition {
  /** From 0; the data order of an epoch is drawn from seed + epochIndex. */
  readonly epochIndex: number;
  /** First micro-batch of the update, counted from 0 in the epoch's order: what a resumed run skips up to. */
  readonly firstBatch: number;
  /** Micro-batches accumulated in this update; the last group of an epoch may be shorter. */
  readonly batchCount: number;
  /** Epochs done after this update, as the Trainer logs them: epochIndex + batches done / batches per epoch. */
  readonly epochAfter: number;
  readonly endsEpoch: boolean;
}

export function stepPosition(
  plan: Pick<StepPlan, 'batchesPerEpoch' | 'updatesPerEpoch'>,
  gradientAccumulationSteps: number,
  step: number,
): StepPosition {
  const epochIndex = Math.floor((step - 1) / plan.updatesPerEpoch);
  const updateInEpoch = (step - 1) % plan.updatesPerEpoch;
  const firstBatch = updateInEpoch * gradientAccumulationSteps;
  const batchCount = Math.min(gradientAccumulationSteps, plan.batchesPerEpoch - firstBatch);
  return {
    epochIndex,
    firstBatch,
    batchCount,
    epochAfter: epochIndex + (firstBatch + batchCount) / plan.batchesPerEpoch,
    endsEpoch: updateInEpoch === plan.updatesPerEpoch - 1,
  };
}

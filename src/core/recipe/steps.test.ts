import { describe, expect, it } from 'vitest';
import stepPlans from '../../engine/testing/vectors/step_plan.json';
import warmups from '../../engine/testing/vectors/warmup_steps.json';
import { planSteps, resolveInterval } from './steps';

describe('planSteps', () => {
  it.each(stepPlans.cases)(
    '$id: $examples examples, batch $batch_size × $gradient_accumulation_steps',
    (c) => {
      const plan = planSteps(
        {
          perDeviceTrainBatchSize: c.batch_size,
          gradientAccumulationSteps: c.gradient_accumulation_steps,
          numTrainEpochs: c.num_train_epochs,
          maxSteps: c.max_steps,
          warmupSteps: 0,
        },
        c.examples,
      );
      expect(plan).toEqual({
        batchesPerEpoch: c.expected.batches_per_epoch,
        updatesPerEpoch: c.expected.updates_per_epoch,
        totalSteps: c.expected.max_steps,
        epochs: c.expected.num_train_epochs,
        warmupSteps: 0,
      });
    },
  );
});

describe('resolveInterval', () => {
  it.each(warmups.cases)('$id: warm-up of $total_steps steps', (c) => {
    // 4.x had two arguments; the steps win over the ratio where both are given.
    const interval = c.v5?.warmup_steps ?? (c.v4?.warmup_steps || c.v4?.warmup_ratio || 0);
    expect(resolveInterval(interval, c.total_steps)).toBe(c.expected_warmup_steps);
  });
});

import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../testing/allclose';
import vectors from '../testing/vectors/step_plan.json';
import { stepPosition } from './step-position';

describe('stepPosition', () => {
  it.each(vectors.cases)('$id: batch $batch_size × $gradient_accumulation_steps', (c) => {
    const plan = {
      batchesPerEpoch: c.expected.batches_per_epoch,
      updatesPerEpoch: c.expected.updates_per_epoch,
    };
    const positions = c.expected.epoch_after_each_update.map((_, i) =>
      stepPosition(plan, c.gradient_accumulation_steps, i + 1),
    );
    expectAllClose(
      positions.map((p) => p.epochAfter),
      c.expected.epoch_after_each_update,
      { rtol: 1e-12, atol: 0 },
    );

    const groups = c.expected.micro_batches_in_each_update_of_one_epoch;
    let nextBatch = 0;
    positions.forEach((position, i) => {
      const inEpoch = i % groups.length;
      if (inEpoch === 0) nextBatch = 0;
      expect(position).toMatchObject({
        epochIndex: Math.floor(i / groups.length),
        firstBatch: nextBatch,
        batchCount: groups[inEpoch],
        endsEpoch: inEpoch === groups.length - 1,
      });
      nextBatch += position.batchCount;
    });
  });
});

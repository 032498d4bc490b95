import { describe, expect, it } from 'vitest';
import rotation from '../testing/vectors/checkpoint_rotation.json';
import sorting from '../testing/vectors/checkpoint_sorting.json';
import { keptCheckpoints } from './checkpoint-rotation';

describe('keptCheckpoints', () => {
  it.each(rotation.cases)('$id: limit $save_total_limit, best $best_step', (c) => {
    expect(keptCheckpoints(c.checkpoint_steps, c.save_total_limit, c.best_step)).toEqual(c.expected_kept);
  });

  it.each(sorting.cases)('$id: without a limit all stay, in numeric order', (c) => {
    expect(keptCheckpoints(c.checkpoint_steps, null, c.best_step)).toEqual(c.expected_order);
  });

  it('keeps the best and the newest even when the limit is 1', () => {
    expect(keptCheckpoints([5, 10, 15], 1, 5)).toEqual([5, 15]);
  });
});

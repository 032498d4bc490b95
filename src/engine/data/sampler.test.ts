import { describe, expect, it } from 'vitest';
import { MersenneTwister } from '../../core/rng';
import dataOrder from '../testing/vectors/data_order.json';
import mt19937 from '../testing/vectors/mt19937.json';
import { epochOrder } from './sampler';

describe('epochOrder', () => {
  it.each(dataOrder.cases)(
    '$id: $examples examples, seed $seed',
    ({ examples, seed, expected_order_by_epoch }) => {
      for (const [epoch, order] of expected_order_by_epoch.entries()) {
        expect([...epochOrder(examples, seed, epoch)]).toEqual(order);
      }
    },
  );
});

describe('its generator', () => {
  it.each(mt19937.cases)('$id: seed $seed', ({ seed, expected_first_uint32 }) => {
    const generator = new MersenneTwister(seed);
    expect(expected_first_uint32.map(() => generator.uint32())).toEqual(expected_first_uint32);
  });
});

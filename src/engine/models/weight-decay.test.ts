import { describe, expect, it } from 'vitest';
import vectors from '../testing/vectors/weight_decay_groups.json';
import { weightDecayApplies } from './weight-decay';

describe('weightDecayApplies', () => {
  it.each(vectors.cases)('$parameter', ({ parameter, weight_decay_applies }) => {
    expect(weightDecayApplies(parameter)).toBe(weight_decay_applies);
  });
});

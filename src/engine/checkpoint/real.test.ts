import { expect, test } from 'vitest';
import { z } from 'zod';
import { NEW_TRAINING, trainingStateSchema } from '../train/training-state';
import { realSchema, stringifyReals } from './real';

test.each([0, -1.5, 1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  '%d survives JSON',
  (value) => {
    expect(realSchema.parse(JSON.parse(stringifyReals(value)))).toBe(value);
  },
);

test('text that is not a number is refused', () => {
  expect(z.array(realSchema).safeParse(['nan']).success).toBe(false);
  expect(realSchema.safeParse(null).success).toBe(false);
});

test('the state of a run whose losses left the range of numbers can be read again', () => {
  const state = {
    ...NEW_TRAINING,
    losses: { sum: Number.NaN, count: 1, totalSum: Number.POSITIVE_INFINITY, totalCount: 1 },
    logHistory: [{ step: 3, grad_norm: Number.POSITIVE_INFINITY, eval_loss: Number.NaN }],
  };
  expect(trainingStateSchema.parse(JSON.parse(stringifyReals(state)))).toEqual(state);
});

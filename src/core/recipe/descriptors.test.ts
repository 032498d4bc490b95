import { expect, test } from 'vitest';
import { DESCRIPTORS } from './descriptors';
import { PRETRAINED_RECIPE, recipeSchema, SMALL_RECIPE } from './recipe';

test('every hyper-parameter is described, once', () => {
  expect(DESCRIPTORS.map(({ key }) => key).sort()).toEqual(Object.keys(recipeSchema.shape).sort());
});

test.each(DESCRIPTORS)(
  '$key: what the form allows, the schema takes, and the defaults are allowed',
  (descriptor) => {
    const field = recipeSchema.shape[descriptor.key];
    for (const recipe of [PRETRAINED_RECIPE, SMALL_RECIPE]) {
      const value = recipe[descriptor.key];
      expect(field.safeParse(value).success).toBe(true);
      if (descriptor.kind === 'number' && typeof value === 'number') {
        expect(value).toBeGreaterThanOrEqual(descriptor.min);
        expect(value).toBeLessThanOrEqual(descriptor.max);
      }
    }
    if (descriptor.kind === 'choice') {
      for (const { value } of descriptor.options) expect(field.safeParse(value).success).toBe(true);
    }
    expect(field.safeParse(null).success).toBe('nullLabel' in descriptor);
  },
);

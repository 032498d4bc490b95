import { describe, expect, test } from 'vitest';
import { DESCRIPTORS, type Descriptor } from '../../core/recipe/descriptors';
import { PRETRAINED_RECIPE, recipeSchema } from '../../core/recipe/recipe';
import { nudge, numberText, parseNumber } from './recipe-value';

type NumberDescriptor = Extract<Descriptor, { kind: 'number' }>;
const NUMBERS: readonly NumberDescriptor[] = DESCRIPTORS.filter((d) => d.kind === 'number');

function descriptor(key: Descriptor['key']): NumberDescriptor {
  const found = NUMBERS.find((d) => d.key === key);
  if (found === undefined) throw new Error(`${key} is no number`);
  return found;
}

describe('hyper-parameters as text', () => {
  test.each([
    [5e-5, '5e-5'],
    [1.5e-5, '1.5e-5'],
    [0.01, '0.01'],
    [0, '0'],
    [-1, '-1'],
    [null, ''],
  ])('%s is shown as %j and read back', (value, text) => {
    expect(numberText(value)).toBe(text);
    const key =
      value === null
        ? 'trainableLayers'
        : value === -1
          ? 'maxSteps'
          : value === 0
            ? 'weightDecay'
            : 'learningRate';
    expect(parseNumber(text, descriptor(key))).toEqual({ ok: true, value });
  });

  test.each<[Descriptor['key'], string, string]>([
    ['perDeviceTrainBatchSize', '2.5', 'A whole number is needed'],
    ['perDeviceTrainBatchSize', '0', 'At least 1'],
    ['learningRate', '1e', 'Not a number'],
    ['learningRate', '2', 'At most 1'],
    ['learningRate', '', 'A number is needed here'],
  ])('%s refuses %j', (key, text, reason) => {
    expect(parseNumber(text, descriptor(key))).toEqual({ ok: false, reason });
  });

  test('takes a decimal comma', () => {
    expect(parseNumber('0,1', descriptor('weightDecay'))).toEqual({ ok: true, value: 0.1 });
  });

  test('whatever a field accepts, the recipe accepts', () => {
    for (const d of NUMBERS) {
      for (const value of [d.min, d.max]) {
        const parsed = recipeSchema.safeParse({ ...PRETRAINED_RECIPE, [d.key]: value });
        expect(parsed.success, `${d.key} = ${value}`).toBe(true);
      }
    }
  });

  test('arrow keys move by a step, and a small rate by its own digit', () => {
    expect(nudge(8, 1, descriptor('perDeviceTrainBatchSize'))).toBe(9);
    expect(nudge(1, -1, descriptor('perDeviceTrainBatchSize'))).toBe(1);
    expect(nudge(5e-5, 1, descriptor('learningRate'))).toBe(6e-5);
    expect(nudge(1.5e-5, -1, descriptor('learningRate'))).toBe(5e-6);
    expect(nudge(3e-6, 1, descriptor('learningRate'))).toBe(4e-6);
  });
});

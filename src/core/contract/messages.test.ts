import { describe, expect, test } from 'vitest';
import { describeFailure } from './error-messages';
import { ERROR_CODES, type ErrorDetails } from './errors';
import { WARNING_CODES } from './events';
import { describeWarning } from './warning-messages';

const KEYS =
  `file line reason kind type found dataset columns label split column fields modelType part activation tensors tensor expected actual
  repo revision path from code truncated maxLength examples warmupSteps totalSteps loss step steps seconds neededBytes
  freeBytes actualBytes expectedBytes tokenizer model status stepSeconds limitBytes batchSize right actual host arrived value`.split(
    /\s+/,
  );
const full: ErrorDetails = Object.fromEntries(
  KEYS.map((key) => [key, key.endsWith('Bytes') ? 2_500_000 : 'FACT']),
);
const texts = [
  ...ERROR_CODES.map((code) => ({ code, of: (details: ErrorDetails) => describeFailure({ code, details }) })),
  ...WARNING_CODES.map((code) => ({
    code,
    of: (details: ErrorDetails) => describeWarning({ code, details }),
  })),
];

describe.each(texts)('$code', ({ of }) => {
  test.each([
    ['without facts', {}],
    ['with every fact', full],
    ['with empty facts', Object.fromEntries(KEYS.map((key) => [key, null]))],
  ])('is a title and whole sentences %s', (_, details) => {
    const text = of(details);
    expect(text.title).toMatch(/^\p{Lu}|^config/u);
    expect(text.title).not.toMatch(/[.!]$/);
    for (const sentence of [text.message, text.next]) {
      expect(sentence).toMatch(/^[\p{Lu}\d“]|^model\.|^config\.|^pytorch/u);
      expect(sentence).toMatch(/\.$/);
      expect(sentence).not.toMatch(/undefined|null|NaN|\{\}| {2}|\.\.|[A-Z]+_[A-Z]+/);
    }
  });
});

test('facts appear in the message', () => {
  const truncated = describeFailure({
    code: 'MODEL_SAFETENSORS_TRUNCATED',
    details: { expectedBytes: 90_900_000, actualBytes: 1_234 },
  });
  expect(truncated.message).toContain('1.2\u00a0kB are there, 90.9\u00a0MB were announced');
  const tensors = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  expect(describeFailure({ code: 'MODEL_TENSORS_MISSING', details: { tensors } }).message).toContain(
    'a, b, c, d, e and 2 more',
  );
});

test.each([
  [1, 'One text is longer than the max length of 128 tokens; the rest of it is not read.'],
  [1200, '1,200 texts are longer than the max length of 128 tokens; the rest of them is not read.'],
])('one of a thing is not several: %i', (truncated, message) => {
  const details = { truncated, maxLength: 128 };
  expect(describeWarning({ code: 'TEXTS_TRUNCATED', details }).message).toBe(message);
});

test('a fact is text, never a pattern', () => {
  expect(describeFailure({ code: 'HUB_FAILED', details: { reason: '$& $1' } }).message).toContain('($& $1)');
});

test('a fallback says why', () => {
  const text = describeWarning({ code: 'DEVICE_FALLBACK', details: { code: 'GPU_UNAVAILABLE' } });
  expect(text.message).toContain('The browser offers no usable graphics device.');
});

import { describe, expect, test } from 'vitest';
import { exampleEvaluation } from '../../state/testing/example-run';
import { headlines, majorityBaseline } from './comparison';

describe('headline figures', () => {
  const first = exampleEvaluation(100, 14);

  test('shares differ by points, the loss by itself, and lower loss is better', () => {
    const shown = headlines(exampleEvaluation(200, 18), first);
    expect(shown.map(({ metric, text, change, isBetter }) => [metric.key, text, change, isBetter])).toEqual([
      ['loss', '0.1000', '−0.2000', true],
      ['accuracy', '90.0\u00a0%', '+20.0 points', true],
      ['f1_macro', '90.0\u00a0%', '+20.0 points', true],
      ['f1_weighted', '90.0\u00a0%', '+20.0 points', true],
    ]);
  });

  test('what got worse is called worse, what stayed is neither', () => {
    expect(headlines(exampleEvaluation(200, 12), first)[1]).toMatchObject({
      change: '−10.0 points',
      isBetter: false,
    });
    expect(headlines(exampleEvaluation(200, 14), first)[1]?.isBetter).toBeNull();
  });

  test('the first evaluation is not compared with itself', () => {
    expect(headlines(first, first).map(({ change }) => change)).toEqual([null, null, null, null]);
  });

  test('a figure that is no number is not compared', () => {
    const broken = exampleEvaluation(200, 18, { metrics: { loss: Number.NaN } });
    expect(headlines(broken, first)).toMatchObject([{ text: '–', change: null, isBetter: null }]);
  });
});

test('plain guessing takes the most frequent label', () => {
  expect(majorityBaseline(exampleEvaluation(1, 14))).toEqual({ label: 'ham', share: 0.6 });
  expect(majorityBaseline(exampleEvaluation(1, 14, { perLabel: [] }))).toBeNull();
});

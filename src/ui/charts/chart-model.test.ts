import { describe, expect, test } from 'vitest';
import { chartModel, describeChart, MAX_POINTS } from './chart-model';
import type { Series } from './series';

const PLAIN = { log: false, smooth: false };

function series(
  id: string,
  kind: Series['kind'],
  steps: readonly number[],
  values: readonly number[],
): Series {
  return { id, label: id, kind, tone: 1, steps, values };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('chart model', () => {
  test('is null without a single value', () => {
    expect(
      chartModel({ series: [series('train', 'line', [1, 2], [Number.NaN, Number.NaN])] }, PLAIN),
    ).toBeNull();
    expect(describeChart('Loss', null, String)).toBe('Loss: no values yet.');
  });

  test('draws at most the budget and keeps a spike', () => {
    const steps = range(1, 20_000);
    const values = steps.map((step) => (step === 777 ? 9 : 1));
    const model = chartModel({ series: [series('train', 'line', steps, values)] }, PLAIN);
    const drawn = model?.lines.flatMap(({ points }) => points) ?? [];
    expect(drawn.length).toBeLessThanOrEqual(MAX_POINTS);
    expect(drawn).toContainEqual({ step: 777, value: 9 });
    expect(model?.y.domain).toEqual([0, 10]);
  });

  test('keeps a hole in the steps open', () => {
    const steps = [...range(1, 20), ...range(200, 220)];
    const model = chartModel({ series: [series('train', 'line', steps, steps)] }, PLAIN);
    expect(model?.lines.map(({ points }) => [points[0]?.step, points.at(-1)?.step])).toEqual([
      [1, 20],
      [200, 220],
    ]);
  });

  test('smoothing leaves the raw curve faint behind, and evaluations alone', () => {
    const data = {
      series: [series('train', 'line', range(1, 9), range(1, 9)), series('eval', 'points', [3, 9], [1, 2])],
    };
    const model = chartModel(data, { ...PLAIN, smooth: true });
    expect(model?.lines.map(({ series: { id }, role }) => `${id} ${role}`)).toEqual([
      'train faint',
      'train smooth',
      'eval raw',
    ]);
  });

  test('a logarithmic axis leaves out what it cannot show', () => {
    const model = chartModel(
      { series: [series('train', 'line', [1, 2, 3], [0, 0.1, 1])] },
      { ...PLAIN, log: true },
    );
    expect(model?.curves[0]?.points.map(({ step }) => step)).toEqual([2, 3]);
    expect(model?.y.domain).toEqual([0.1, 1]);
  });

  test('bounds hold: shares end at 1', () => {
    const model = chartModel(
      { series: [series('f1', 'points', [1, 2], [0.62, 0.99])] },
      { ...PLAIN, bounds: [null, 1] },
    );
    expect(model?.y.domain[1]).toBe(1);
  });

  test('marks epochs and the best step only where they are drawn', () => {
    const data = {
      series: [series('train', 'line', range(1, 50), range(1, 50))],
      epochEnds: [25, 50, 75],
      bestStep: 75,
    };
    const model = chartModel(data, PLAIN);
    expect(model?.epochEnds).toEqual([
      { step: 25, epoch: 1 },
      { step: 50, epoch: 2 },
    ]);
    expect(model?.bestStep).toBeNull();
  });

  test('describes itself in words', () => {
    const data = { series: [series('Training', 'line', [1, 2, 3], [3, 1, 2])], bestStep: 2 };
    expect(describeChart('Loss', chartModel(data, PLAIN), String)).toBe(
      'Loss by step. Training: 2 at step 3, between 1 and 3, 3\u00a0points. Best checkpoint at step 2.',
    );
  });
});

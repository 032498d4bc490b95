import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EVALUATION_METRICS } from '../../core/catalog/metrics';
import { expectAllClose } from '../testing/allclose';
import sklearn from '../testing/golden/classification-sklearn.json';
import vectors from '../testing/vectors/classification_metrics.json';
import matthews from '../testing/vectors/matthews_correlation.json';
import { classificationReport, reportConfusion } from './classification';
import { initConfusion, mergeConfusions, updateConfusion } from './confusion';

const EXACT = { rtol: 1e-12, atol: 1e-15 };

const className = z.union([z.string(), z.number()]);
const threeScores = z.object({ precision: z.number(), recall: z.number(), f1: z.number() });
const manyScores = z.object({
  precision: z.array(z.number()),
  recall: z.array(z.number()),
  f1: z.array(z.number()),
  support: z.array(z.number()),
});
const caseSchema = z.object({
  id: z.string(),
  y_true: z.array(className),
  y_pred: z.array(className),
  labels: z.array(className),
  zero_division: z.literal(0),
  expected: z.object({
    per_label: manyScores,
    micro: threeScores,
    macro: threeScores,
    weighted: threeScores,
    accuracy: z.number(),
    confusion_matrix_rows_true: z.array(z.array(z.number())),
  }),
});

/** What the studio offers: undefined scores are 0, and every class takes part. */
const cases = vectors.cases.flatMap((entry) => {
  const parsed = caseSchema.safeParse(entry);
  return parsed.success && parsed.data.y_true.every((y) => parsed.data.labels.includes(y))
    ? [parsed.data]
    : [];
});

const AVERAGES = ['micro', 'macro', 'weighted'] as const;

describe('classificationReport', () => {
  it('has its reference cases', () => {
    expect(cases).toHaveLength(13);
  });

  it.each(cases)('$id', (c) => {
    const ids = (values: readonly (string | number)[]) => values.map((value) => c.labels.indexOf(value));
    const labels = c.labels.map(String);
    const report = classificationReport({ labels, truth: ids(c.y_true), predicted: ids(c.y_pred) });

    for (const average of AVERAGES) {
      for (const score of ['precision', 'recall', 'f1'] as const) {
        expectAllClose(
          [report.metrics[`${score}_${average}`] ?? Number.NaN],
          [c.expected[average][score]],
          EXACT,
        );
      }
    }
    expectAllClose([report.metrics['accuracy'] ?? Number.NaN], [c.expected.accuracy], EXACT);
    for (const score of ['precision', 'recall', 'f1', 'support'] as const) {
      expectAllClose(
        report.perLabel.map((row) => row[score]),
        c.expected.per_label[score],
        EXACT,
      );
    }
    expect(report.perLabel.map((row) => row.label)).toEqual(labels);
    expect(report.confusion).toEqual(c.expected.confusion_matrix_rows_true);
  });

  it.each(matthews.cases)('$id: Matthews correlation', (c) => {
    const classes = [...new Set([...c.y_true, ...c.y_pred])].sort((a, b) => a - b);
    const ids = (values: readonly number[]) => values.map((value) => classes.indexOf(value));
    const { metrics } = classificationReport({
      labels: classes.map(String),
      truth: ids(c.y_true),
      predicted: ids(c.y_pred),
    });
    expectAllClose([metrics['matthews_correlation'] ?? Number.NaN], [c.expected], {
      rtol: 1e-9,
      atol: 1e-12,
    });
  });

  it.each(sklearn.cases)('equals scikit-learn itself: $name', (c) => {
    const labels = c.per_label.f1.map((_, i) => `label ${i}`);
    const report = classificationReport({ labels, truth: c.y_true, predicted: c.y_pred });
    for (const [key, expected] of Object.entries(c.metrics)) {
      expectAllClose([report.metrics[key] ?? Number.NaN], [expected], EXACT, key);
    }
    expect(Object.keys(report.metrics).sort()).toEqual(Object.keys(c.metrics).sort());
    for (const score of ['precision', 'recall', 'f1', 'support'] as const) {
      expectAllClose(
        report.perLabel.map((row) => row[score]),
        c.per_label[score],
        EXACT,
        score,
      );
    }
    expect(report.confusion).toEqual(c.confusion);
  });

  it('computes every metric that the catalog shows', () => {
    const { metrics } = classificationReport({ labels: ['a', 'b'], truth: [0, 1], predicted: [0, 1] });
    const shown = EVALUATION_METRICS.filter(({ tasks }) =>
      tasks.some((task) => task === 'text-classification'),
    )
      .map((metric) => metric.key)
      .filter((key) => key !== 'loss');
    expect(Object.keys(metrics)).toEqual(expect.arrayContaining(shown));
  });

  it('merges batches of unequal size into the scores of the whole', () => {
    const labels = ['a', 'b', 'c'];
    const truth = [0, 1, 2, 2, 1, 0, 2];
    const predicted = [0, 2, 2, 1, 1, 0, 2];
    const part = (from: number, to?: number) =>
      updateConfusion(initConfusion(3), truth.slice(from, to), predicted.slice(from, to));
    const merged = mergeConfusions(mergeConfusions(part(0, 1), part(1, 6)), part(6));
    expect(reportConfusion(merged, labels)).toEqual(classificationReport({ labels, truth, predicted }));
  });

  it('refuses ids that are no class, and lists of unequal length', () => {
    const labels = ['a', 'b'];
    expect(() => classificationReport({ labels, truth: [0], predicted: [2] })).toThrow(RangeError);
    expect(() => classificationReport({ labels, truth: [-100], predicted: [0] })).toThrow(RangeError);
    expect(() => classificationReport({ labels, truth: [0, 1], predicted: [0] })).toThrow(RangeError);
    expect(() => mergeConfusions(initConfusion(2), initConfusion(3))).toThrow(RangeError);
  });
});

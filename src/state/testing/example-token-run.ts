import type { EntityConfusion, Evaluation, LabelScores, RunRecord } from '../../core/contract/run';
import { PRETRAINED_RECIPE } from '../../core/recipe/recipe';
import { exampleRun } from './example-run';

const TYPES = ['PER', 'ORG', 'LOC'];
export const EXAMPLE_TAGS = ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC'];

/** 290 entities, 232 of them found exactly; 288 found. */
const COUNTS = [
  [86, 3, 1, 6],
  [4, 52, 6, 14],
  [1, 5, 108, 4],
  [5, 11, 6, 0],
];
const WRONG_BOUNDARY = [
  [4, 0, 0, 0],
  [1, 7, 1, 0],
  [0, 1, 3, 0],
  [0, 0, 0, 0],
];

const TAG_COUNTS = [
  [2610, 3, 2, 9, 6, 5, 1],
  [5, 88, 1, 1, 0, 1, 0],
  [3, 2, 71, 0, 2, 0, 0],
  [12, 3, 0, 55, 2, 4, 0],
  [9, 0, 2, 3, 48, 0, 2],
  [4, 1, 0, 5, 0, 107, 1],
  [2, 0, 0, 0, 1, 2, 31],
];

const cell = (counts: readonly (readonly number[])[], row: number, column: number): number =>
  counts[row]?.[column] ?? 0;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function scores(): LabelScores[] {
  return TYPES.map((label, i) => {
    const exact = cell(COUNTS, i, i) - cell(WRONG_BOUNDARY, i, i);
    const support = sum(COUNTS[i] ?? []);
    const found = sum(COUNTS.map((row) => row[i] ?? 0));
    const f1 = (2 * exact) / (support + found);
    return { label, precision: exact / found, recall: exact / support, f1, support };
  });
}

/** Rows behind every cell that is not empty: the rows of `fileId` in turn. */
function cells(fileId: string, rowCount: number): EntityConfusion['cells'] {
  let next = 0;
  const rows = (count: number) =>
    Array.from({ length: Math.min(count, 200) }, () => ({ fileId, row: (next++ % rowCount) + 1 }));
  return COUNTS.flatMap((row, truth) =>
    row.flatMap((count, predicted) => {
      const shifted = cell(WRONG_BOUNDARY, truth, predicted);
      return [
        { truth, predicted, wrongBoundary: false, rows: rows(count - shifted) },
        { truth, predicted, wrongBoundary: true, rows: rows(shifted) },
      ].filter(({ rows: kept }) => kept.length > 0);
    }),
  );
}

/** An evaluation of three types of entities on 120 rows of `fileId`. */
export function exampleTokenEvaluation(
  step: number,
  patch: Partial<Evaluation> = {},
  fileId = 'f1',
): Evaluation {
  return {
    step,
    epoch: step / 100,
    split: 'validation',
    examples: 120,
    seconds: 2,
    metrics: {
      loss: 0.2114,
      f1: 464 / 578,
      precision: 232 / 288,
      recall: 232 / 290,
      accuracy: 0.9723,
      strict_f1: 0.781,
      strict_precision: 0.793,
      strict_recall: 0.7694,
      token_f1_weighted: 0.9708,
      token_accuracy: 0.9715,
    },
    perLabel: scores(),
    strictPerLabel: scores().map(({ label, support, ...rest }) => ({
      label,
      precision: rest.precision - 0.02,
      recall: rest.recall - 0.03,
      f1: rest.f1 - 0.025,
      support,
    })),
    confusion: TAG_COUNTS,
    cells: [],
    entities: { types: TYPES, counts: COUNTS, wrongBoundary: WRONG_BOUNDARY, cells: cells(fileId, 12) },
    ...patch,
  };
}

/** A finished run that finds persons, organisations and places. */
export function exampleTokenRun(patch: Partial<RunRecord> = {}): RunRecord {
  const run = exampleRun();
  const early = { loss: 0.61, f1: 0.52, precision: 0.58, recall: 0.471, accuracy: 0.93 };
  return {
    ...run,
    name: 'First names',
    status: 'completed',
    spec: {
      ...run.spec,
      task: 'token-classification',
      labels: EXAMPLE_TAGS,
      data: { ...run.spec.data, task: 'token-classification', labels: EXAMPLE_TAGS },
      recipe: { ...PRETRAINED_RECIPE, metricForBestModel: 'f1' },
    },
    best: { step: 200, metric: 'f1', value: 464 / 578 },
    evaluations: [exampleTokenEvaluation(100, { metrics: early }), exampleTokenEvaluation(200)],
    ...patch,
  };
}

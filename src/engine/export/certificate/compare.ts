import { AppError } from '../../../core/contract/errors';
import {
  CERTIFICATE_BOUNDS,
  type ChangedPrediction,
  LISTED_CHANGES,
  type MeasuredFormat,
  ONNX_FILES,
  type Precision,
} from '../../../core/contract/export';
import { IGNORED_LABEL } from '../../data/collate';
import { argmax } from '../../evaluate/argmax';
import { classificationReport } from '../../evaluate/classification';
import { tokenClassificationReport } from '../../evaluate/token-classification';
import type { Reference, ReferenceRow } from './reference';

type Answers = Pick<Reference, 'task' | 'labels' | 'rows'>;

/** What one exported file answered, row by row as in the reference. */
export interface ExportedAnswers {
  readonly precision: Precision;
  readonly sizeBytes: number;
  readonly logits: readonly ArrayLike<number>[];
  /** Of each row alone. */
  readonly milliseconds: readonly number[];
}

/**
 * Differences of an exported file from the engine. Throws `EXPORT_UNOPENABLE` for logits that are not numbers, a
 * `RangeError` for rows or logits that are missing.
 */
export function compareAnswers(reference: Answers, answers: ExportedAnswers): MeasuredFormat {
  const { precision, sizeBytes, logits, milliseconds } = answers;
  const largestDifference = reference.rows.reduce(
    (largest, row, i) => Math.max(largest, difference(row.logits, logits[i] ?? [])),
    0,
  );
  if (!Number.isFinite(largestDifference)) {
    throw new AppError('EXPORT_UNOPENABLE', {
      file: ONNX_FILES[precision],
      reason: 'its logits are not numbers',
    });
  }
  const changed = reference.rows.flatMap((row, i) => changesOf(row, logits[i] ?? [], reference));
  const metric = metricOf(reference, logits);
  const { kind, limit } = CERTIFICATE_BOUNDS[precision];
  const distance = kind === 'logits' ? largestDifference : Math.abs(metric - engineMetric(reference));
  return {
    outcome: distance <= limit + ROUNDING ? 'kept' : 'missed',
    precision,
    file: ONNX_FILES[precision],
    sizeBytes,
    largestDifference,
    changedCount: changed.length,
    changed: changed.slice(0, LISTED_CHANGES),
    metric,
    millisecondsPerText: median(milliseconds),
  };
}

/** 0.91 − 0.9 is a little more than 0.01. */
const ROUNDING = 1e-12;

/** The engine's accuracy or entity F1 over the rows of the reference. */
export function engineMetric(reference: Answers): number {
  return metricOf(
    reference,
    reference.rows.map(({ logits }) => logits),
  );
}

/** How many single predictions are compared: texts, or tokens that are not special ones. */
export function countPredictions({ task, rows }: Answers): number {
  if (task === 'text-classification') return rows.length;
  return rows.reduce((sum, { wordIds }) => sum + wordIds.filter((word) => word >= 0).length, 0);
}

/** NaN wherever one of the two is not a number. */
function difference(expected: ArrayLike<number>, actual: ArrayLike<number>): number {
  if (expected.length !== actual.length) {
    throw new RangeError(`${actual.length} logits where the engine has ${expected.length}`);
  }
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs((expected[i] as number) - (actual[i] as number)));
  }
  return largest;
}

function changesOf(
  row: ReferenceRow,
  logits: ArrayLike<number>,
  { task, labels }: Answers,
): ChangedPrediction[] {
  const { fileId, row: number, wordIds } = row;
  const name = (id: number | undefined) => labels[id ?? -1] ?? null;
  const at = (position: number, token: number | null): ChangedPrediction[] => {
    const engine = argmax(row.logits, position * labels.length, labels.length);
    const exported = argmax(logits, position * labels.length, labels.length);
    if (engine === exported) return [];
    const truth = name(row.labels[position]);
    return [
      { fileId, row: number, token, truth, engine: name(engine) ?? '', exported: name(exported) ?? '' },
    ];
  };
  if (task === 'text-classification') return at(0, null);
  return wordIds.flatMap((word, token) => (word < 0 ? [] : at(token, token)));
}

function metricOf({ task, labels, rows }: Answers, logits: readonly ArrayLike<number>[]): number {
  const truth: number[] = [];
  const predicted: number[] = [];
  const isWordStart: number[] = [];
  const starts = [0];
  for (const [i, row] of rows.entries()) {
    for (const [position, label] of row.labels.entries()) {
      if (label === IGNORED_LABEL) continue;
      truth.push(label);
      predicted.push(argmax(logits[i] ?? [], position * labels.length, labels.length));
      isWordStart.push(position === 0 || row.wordIds[position] !== row.wordIds[position - 1] ? 1 : 0);
    }
    starts.push(truth.length);
  }
  if (task === 'text-classification') {
    return classificationReport({ labels, truth, predicted }).metrics['accuracy'] ?? Number.NaN;
  }
  const tokens = { truth, predicted, starts, isWordStart };
  return tokenClassificationReport(tokens, labels, () => undefined).metrics['f1'] ?? Number.NaN;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

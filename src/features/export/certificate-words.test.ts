import { expect, test } from 'vitest';
import type { Certificate, CertifiedFormat, MeasuredFormat } from '../../core/contract/export';
import {
  boundText,
  differenceText,
  metricShift,
  rowsText,
  summary,
  tokenizerText,
} from './certificate-words';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

const KEPT: MeasuredFormat = {
  outcome: 'kept',
  precision: 'float32',
  file: 'onnx/model.onnx',
  sizeBytes: 1,
  largestDifference: 0,
  changedCount: 0,
  changed: [],
  metric: 0.9,
  millisecondsPerText: 1,
};

function certificate(formats: readonly CertifiedFormat[], patch: Partial<Certificate> = {}): Certificate {
  return {
    version: 1,
    createdAt: 0,
    step: 1,
    split: 'test',
    splitRows: 1998,
    rows: 200,
    predictions: 200,
    engine: { backend: 'webgpu', metric: 0.9, weights: { file: 'model.safetensors', sizeBytes: 1 } },
    metric: 'accuracy',
    device: 'wasm',
    threads: 1,
    libraries: {},
    tokenizer: { compared: 0, different: [], failure: null },
    formats: [...formats],
    ...patch,
  };
}

const missed = (precision: MeasuredFormat['precision']): MeasuredFormat => {
  return { ...KEPT, precision, outcome: 'missed' };
};

test('the finding in one sentence', () => {
  expect(summary(certificate([KEPT, KEPT, KEPT]))).toEqual({
    isGood: true,
    text: 'All 3 ONNX files keep to their bounds.',
  });
  const failed = {
    outcome: 'failed',
    precision: 'float16',
    file: 'f',
    sizeBytes: 1,
    failure: { code: 'EXPORT_UNOPENABLE', details: {} },
  } as const;
  expect(summary(certificate([KEPT, failed, missed('int8')])).text).toBe(
    'ONNX int8 misses its bound, ONNX f16 does not run here; ONNX f32 passed.',
  );
  expect(summary(certificate([missed('float32'), missed('int8')]))).toEqual({
    isGood: false,
    text: 'ONNX f32 and ONNX int8 miss their bounds.',
  });
});

test('bounds in words', () => {
  expect(boundText('float32', 'f1')).toBe('no logit off by more than 0.0001');
  expect(plain(boundText('int8', 'f1'))).toBe('entity F1 within 1 point of the studio’s');
});

test.each([
  [0.9, 'as the studio'],
  [0.89, '1 point lower'],
  [0.85, '5 points lower'],
  [0.913, '1.3 points higher'],
])('a metric of %d beside 0.9', (metric, text) => {
  expect(plain(metricShift({ ...KEPT, metric }, certificate([])))).toBe(text);
});

test.each([
  [0, '0'],
  [3.14e-6, '3.1e-6'],
  [9.99e-4, '1.0e-3'],
  [0.0034, '0.0034'],
  [0.214, '0.21'],
  [2.46, '2.5'],
])('a difference of %d', (difference, text) => {
  expect(differenceText(difference)).toBe(text);
});

test('which rows, and how their texts were read', () => {
  expect(rowsText(certificate([]))).toBe('200 of 1,998 test rows');
  expect(rowsText(certificate([], { rows: 20, splitRows: 20 }))).toBe('all 20 test rows');
  expect(tokenizerText(certificate([]))).toBeNull();
  const different = [1, 5, 9, 12, 30, 31].map((row) => ({ fileId: 'f', row }));
  expect(
    plain(tokenizerText(certificate([], { tokenizer: { compared: 200, different, failure: null } })) ?? ''),
  ).toBe('Its tokenizer reads 6 texts of 200 as other tokens: row 1, 5, 9, 12, 30, ….');
  const failure = { code: 'EXPORT_TOKENIZER_UNREADABLE', details: {} } as const;
  const unread = certificate([], { tokenizer: { compared: 0, different: [], failure } });
  expect(tokenizerText(unread)).toContain('cannot read the tokenizer');
});

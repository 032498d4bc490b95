import type { Tensor } from '@tensorflow/tfjs-core';
import { f32, type Operand, u32, type WebGpuRunner } from '../../runtime/webgpu-runner';
import { dropoutUniforms } from '../dropout-wgsl';
import type { AttentionShape, Ints } from '../kernels';
import type { DropoutKey } from '../philox';
import { formFor } from '../trial/form';
import { onDevice } from '../webgpu-ints';
import { ATTENTION, type AttentionForm, type Direction, tokensOf } from './forms';
import { forwardCode, keyGradientCode, queryGradientCode } from './passes-wgsl';

/** `saved` is the logarithm of the softmax's sum of each query, [B, H, T]. */
export function attention(
  runner: WebGpuRunner,
  qkv: Tensor,
  mask: Ints,
  shape: AttentionShape,
  dropout: DropoutKey | null,
): { y: Tensor; saved: Tensor } {
  const form = formFor(ATTENTION, { ...shape, direction: 'forward' }, runner);
  return attentionForward(runner, { qkv, mask: onDevice(mask), shape, dropout }, form);
}

export function attentionBackward(
  runner: WebGpuRunner,
  dy: Tensor,
  inputs: { qkv: Tensor; y: Tensor; saved: Tensor },
  mask: Ints,
  shape: AttentionShape,
  dropout: DropoutKey | null,
): Tensor {
  const forward = { qkv: inputs.qkv, mask: onDevice(mask), shape, dropout };
  const formOf = (direction: Direction) => formFor(ATTENTION, { ...shape, direction }, runner);
  const dqkv = runner.create(inputs.qkv.shape);
  const queries = { ...forward, dy, y: inputs.y, logSum: inputs.saved };
  const statistics = queryGradient(runner, queries, dqkv, formOf('query-gradient'));
  keyGradient(runner, { ...forward, dy, statistics }, dqkv, formOf('key-gradient'));
  return dqkv;
}

export interface ForwardOperands {
  readonly qkv: Tensor;
  /** [B, T], 0 for padding. */
  readonly mask: Tensor;
  readonly shape: AttentionShape;
  readonly dropout: DropoutKey | null;
}

/** The forward pass in a given form, which must suit the shape, like those of the next two. */
export function attentionForward(
  runner: WebGpuRunner,
  operands: ForwardOperands,
  form: AttentionForm,
): { y: Tensor; saved: Tensor } {
  const { qkv, mask, shape } = operands;
  const y = runner.create([shape.batchSize * shape.sequenceLength, shape.heads * shape.headSize]);
  const saved = runner.create([tokensOf(shape)]);
  runPass(runner, operands, form, {
    direction: 'forward',
    code: forwardCode,
    reads: [qkv, mask],
    writes: [y, saved],
  });
  return { y, saved };
}

/** Writes the first third of each row of `dqkv`; returns what the key gradient needs of each query. */
export function queryGradient(
  runner: WebGpuRunner,
  operands: ForwardOperands & { readonly dy: Tensor; readonly y: Tensor; readonly logSum: Tensor },
  dqkv: Tensor,
  form: AttentionForm,
): Tensor {
  const { qkv, mask, dy, y, logSum } = operands;
  const statistics = runner.create([tokensOf(operands.shape), 2]);
  runPass(runner, operands, form, {
    direction: 'query-gradient',
    code: queryGradientCode,
    reads: [qkv, mask, dy, y, logSum],
    writes: [dqkv, statistics],
  });
  return statistics;
}

/** Writes the other two thirds. */
export function keyGradient(
  runner: WebGpuRunner,
  operands: ForwardOperands & { readonly dy: Tensor; readonly statistics: Tensor },
  dqkv: Tensor,
  form: AttentionForm,
): void {
  const { qkv, mask, dy, statistics } = operands;
  runPass(runner, operands, form, {
    direction: 'key-gradient',
    code: keyGradientCode,
    reads: [qkv, mask, dy, statistics],
    writes: [dqkv],
  });
}

/** Products of all queries with all keys that a pass takes. */
export const PRODUCTS: Readonly<Record<Direction, number>> = {
  forward: 2,
  'query-gradient': 3,
  'key-gradient': 4,
};

/** Operations of one of them. */
export function productOperations(shape: AttentionShape): number {
  return 2 * tokensOf(shape) * shape.sequenceLength * shape.headSize;
}

interface PassDispatch {
  readonly direction: Direction;
  readonly code: (rows: AttentionForm['rows'], headSize: number, dropout: boolean) => string;
  readonly reads: readonly Operand[];
  readonly writes: readonly Operand[];
}

function runPass(
  runner: WebGpuRunner,
  { shape, dropout }: ForwardOperands,
  form: AttentionForm,
  { direction, code, reads, writes }: PassDispatch,
): void {
  const { heads, headSize, sequenceLength } = shape;
  runner.run({
    key: `attention/${direction}/${form.id}/${headSize}/${dropout !== null}`,
    code: () => code(form.rows, headSize, dropout !== null),
    reads,
    writes,
    uniforms: [
      ...u32(tokensOf(shape), sequenceLength, heads),
      ...f32(1 / Math.sqrt(headSize)),
      ...dropoutUniforms(dropout),
    ],
    invocations: form.invocations(shape),
    operations: PRODUCTS[direction] * productOperations(shape),
  });
}

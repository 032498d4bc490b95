import type { Tensor } from '@tensorflow/tfjs-core';
import {
  bindingsWgsl,
  ENTRY_WGSL,
  f32,
  type Operand,
  u32,
  type WebGpuRunner,
} from '../../runtime/webgpu-runner';
import { DROPOUT_UNIFORMS, dropoutUniforms, dropoutWgsl } from '../dropout-wgsl';
import type { DropoutKey } from '../philox';
import type { SumForm, Summing } from '../sums/forms';
import { rowWgsl, sumsOf } from '../sums/row-wgsl';
import { vectorType, vectorWgsl, vectorWidth, type VectorWidth } from '../vector-wgsl';

/** Three passes over each row. */
function code(summing: Summing, width: VectorWidth, residual: boolean, dropout: boolean): string {
  const v = vectorType(width);
  const rows = rowWgsl(summing);
  const sum = sumsOf('sum');
  const squares = sumsOf('squares');
  const reads: [string, string][] = [
    ['x', v],
    ['gamma', v],
    ['beta', v],
  ];
  if (residual) reads.push(['residual', v]);
  return `${bindingsWgsl(
    reads,
    [
      ['y', v],
      ['normalized', v],
      ['inverse_std', 'f32'],
    ],
    [['rows', 'u32'], ['vectors', 'u32'], ['columns', 'f32'], ['epsilon', 'f32'], ...DROPOUT_UNIFORMS],
  )}
${vectorWgsl(width)}
${dropoutWgsl(dropout, width)}
${rows.declarations(sum, squares)}
${ENTRY_WGSL}
  ${rows.head('u.rows')}
  let count = select(0u, u.vectors, row < u.rows);
  let first = row * u.vectors;
  ${rows.fold(
    sum,
    'count',
    `let s = fma(x[first + j], drop_scale(row, j), ${residual ? 'residual[first + j]' : 'V()'});
      normalized[first + j] = s;
      sum += hsum(s);`,
  )}
  let mean = sum / u.columns;
  ${rows.fold(
    squares,
    'count',
    `let d = normalized[first + j] - mean;
      squares = vfma(d, d, squares);`,
  )}
  let scale = 1.0 / sqrt(squares / u.columns + u.epsilon);
  if (is_first) { inverse_std[row] = scale; }
  ${rows.each(
    'count',
    `let n = (normalized[first + j] - mean) * scale;
    normalized[first + j] = n;
    y[first + j] = fma(n, gamma[j], beta[j]);`,
  )}
}`;
}

/** Operands of the forward pass; `x` and `residual` are [rows, columns]. */
export interface AddNorm {
  readonly x: Tensor;
  readonly residual: Tensor | null;
  readonly gamma: Operand;
  readonly beta: Operand;
  readonly epsilon: number;
  readonly dropout: DropoutKey | null;
}

export function runAddNorm(
  runner: WebGpuRunner,
  { x, residual, gamma, beta, epsilon, dropout }: AddNorm,
  form: SumForm,
): { y: Tensor; normalized: Tensor; inverseStd: Tensor } {
  const [rows, columns] = x.shape as [number, number];
  const width = vectorWidth(columns);
  const y = runner.create(x.shape);
  const normalized = runner.create(x.shape);
  const inverseStd = runner.create([rows]);
  runner.run({
    key: `add-norm/${form.id}/${width}/${residual !== null}/${dropout !== null}`,
    code: () => code(form.id, width, residual !== null, dropout !== null),
    reads: [x, gamma, beta, ...(residual === null ? [] : [residual])],
    writes: [y, normalized, inverseStd],
    uniforms: [...u32(rows, columns / width), ...f32(columns, epsilon), ...dropoutUniforms(dropout)],
    invocations: rows * rowWgsl(form.id).lanesPerRow,
  });
  return { y, normalized, inverseStd };
}

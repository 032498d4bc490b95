import type { Tensor } from '@tensorflow/tfjs-core';
import {
  bindingsWgsl,
  ENTRY_WGSL,
  f32,
  type Operand,
  u32,
  type WebGpuRunner,
  WORKGROUP_SIZE,
} from '../../runtime/webgpu-runner';
import { DROPOUT_UNIFORMS, dropoutUniforms, dropoutWgsl } from '../dropout-wgsl';
import type { DropoutKey } from '../philox';
import { columnWgsl } from '../sums/column-wgsl';
import type { SumForm, Summing } from '../sums/forms';
import { rowWgsl, sumsOf } from '../sums/row-wgsl';
import { vectorType, vectorWgsl, vectorWidth, type VectorWidth } from '../vector-wgsl';

/** Two passes over each row; behind them, in workgroups of their own, the sums down the rows for dγ and dβ. */
function code(
  summing: Summing,
  width: VectorWidth,
  residual: boolean,
  dropout: boolean,
  trained: boolean,
): string {
  const v = vectorType(width);
  const rows = rowWgsl(summing);
  const sums = sumsOf('sum', 'product');
  const writes: [string, string][] = [['dx', v]];
  if (residual) writes.push(['d_residual', v]);
  if (trained) writes.push(['d_gamma', v], ['d_beta', v]);
  return `${bindingsWgsl(
    [
      ['dy', v],
      ['normalized', v],
      ['inverse_std', 'f32'],
      ['gamma', v],
    ],
    writes,
    [['rows', 'u32'], ['vectors', 'u32'], ['columns', 'f32'], ['row_groups', 'u32'], ...DROPOUT_UNIFORMS],
  )}
${vectorWgsl(width)}
${dropoutWgsl(dropout, width)}
${rows.declarations(sums)}
${trained ? columnWgsl(summing).declarations('by_normalized', 'plain') : ''}
${ENTRY_WGSL}
  ${trained ? scaleGradient(summing) : ''}
  ${rows.head('u.rows')}
  let count = select(0u, u.vectors, row < u.rows);
  let first = row * u.vectors;
  ${rows.fold(
    sums,
    'count',
    `let upper = dy[first + j];
      sum = vfma(upper, gamma[j], sum);
      product = vfma(upper * gamma[j], normalized[first + j], product);`,
  )}
  let mean = sum / u.columns;
  let slope = product / u.columns;
  let scale = inverse_std[row];
  ${rows.each(
    'count',
    `let ds = scale * fma(-normalized[first + j], V(slope), fma(dy[first + j], gamma[j], V(-mean)));
    ${residual ? 'd_residual[first + j] = ds;' : ''}
    dx[first + j] = ds * drop_scale(row, j);`,
  )}
}`;
}

function scaleGradient(summing: Summing): string {
  const columns = columnWgsl(summing);
  return `
  if (group >= u.row_groups) {
    ${columns.head('u.row_groups', '1u', 'u.vectors')}
    ${columns.sum({
      names: ['by_normalized', 'plain'],
      begin: '0u',
      end: 'u.rows',
      load: (row, name) =>
        `let d${name} = dy[${row} * u.vectors + at]; let n${name} = normalized[${row} * u.vectors + at];`,
      use: (name) => `by_normalized = fma(d${name}, n${name}, by_normalized); plain += d${name};`,
    })}
    if (is_first) {
      d_gamma[at] = d_gamma[at] + by_normalized;
      d_beta[at] = d_beta[at] + plain;
    }
    return;
  }`;
}

/** Operands of the backward pass; `scale` are the gradients that it adds to, null where the norm is not trained. */
export interface AddNormBackward {
  readonly dy: Tensor;
  readonly normalized: Tensor;
  readonly inverseStd: Tensor;
  readonly gamma: Operand;
  readonly scale: { readonly dGamma: Operand; readonly dBeta: Operand } | null;
  readonly dropout: DropoutKey | null;
  readonly hasResidual: boolean;
}

export function runAddNormBackward(
  runner: WebGpuRunner,
  { dy, normalized, inverseStd, gamma, scale, dropout, hasResidual }: AddNormBackward,
  form: SumForm,
): { dx: Tensor; dResidual: Tensor | null } {
  const [rows, columns] = dy.shape as [number, number];
  const width = vectorWidth(columns);
  const vectors = columns / width;
  const dx = runner.create(dy.shape);
  const dResidual = hasResidual ? runner.create(dy.shape) : null;
  const rowGroups = Math.ceil((rows * rowWgsl(form.id).lanesPerRow) / WORKGROUP_SIZE);
  const scaleGroups = scale === null ? 0 : columnWgsl(form.id).groups(1, vectors);
  runner.run({
    key: `add-norm/backward/${form.id}/${width}/${hasResidual}/${dropout !== null}/${scale !== null}`,
    code: () => code(form.id, width, hasResidual, dropout !== null, scale !== null),
    reads: [dy, normalized, inverseStd, gamma],
    writes: [
      dx,
      ...(dResidual === null ? [] : [dResidual]),
      ...(scale === null ? [] : [scale.dGamma, scale.dBeta]),
    ],
    uniforms: [...u32(rows, vectors), ...f32(columns), ...u32(rowGroups), ...dropoutUniforms(dropout)],
    invocations: (rowGroups + scaleGroups) * WORKGROUP_SIZE,
  });
  return { dx, dResidual };
}

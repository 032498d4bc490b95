import type { Tensor } from '@tensorflow/tfjs-core';
import type { Parameter } from '../../runtime/parameters';
import type { WebGpuParameters } from '../../runtime/webgpu-parameters';
import { bindingsWgsl, ENTRY_WGSL, f32, u32, wholeWorkgroups } from '../../runtime/webgpu-runner';
import { aheadWgsl } from '../ahead-wgsl';
import { DROPOUT_UNIFORMS, dropoutUniforms, dropoutWgsl } from '../dropout-wgsl';
import type { DropoutKey } from '../philox';
import { vectorType, vectorWgsl, vectorWidth, type VectorWidth } from '../vector-wgsl';

/** One lane a row, three passes over it. */
function forwardCode(width: VectorWidth, residual: boolean, dropout: boolean): string {
  const v = vectorType(width);
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
${ENTRY_WGSL}
  if (gid >= u.rows) { return; }
  let first = gid * u.vectors;
  var sum = 0.0;
  for (var j = 0u; j < u.vectors; j++) {
    let s = x[first + j] * drop_scale(gid, j)${residual ? ' + residual[first + j]' : ''};
    normalized[first + j] = s;
    sum += hsum(s);
  }
  let mean = sum / u.columns;
  var squares = 0.0;
  for (var j = 0u; j < u.vectors; j++) {
    let d = normalized[first + j] - mean;
    squares += vdot(d, d);
  }
  let scale = 1.0 / sqrt(squares / u.columns + u.epsilon);
  inverse_std[gid] = scale;
  for (var j = 0u; j < u.vectors; j++) {
    let n = (normalized[first + j] - mean) * scale;
    normalized[first + j] = n;
    y[first + j] = n * gamma[j] + beta[j];
  }
}`;
}

/** One lane a row; behind them, in workgroups of their own, one lane a column (or four) for dγ and dβ. */
function backwardCode(width: VectorWidth, residual: boolean, dropout: boolean, scale: boolean): string {
  const v = vectorType(width);
  const writes: [string, string][] = [['dx', v]];
  if (residual) writes.push(['d_residual', v]);
  if (scale) writes.push(['d_gamma', v], ['d_beta', v]);
  return `${bindingsWgsl(
    [
      ['dy', v],
      ['normalized', v],
      ['inverse_std', 'f32'],
      ['gamma', v],
    ],
    writes,
    [['rows', 'u32'], ['vectors', 'u32'], ['columns', 'f32'], ['scale_from', 'u32'], ...DROPOUT_UNIFORMS],
  )}
${vectorWgsl(width)}
${dropoutWgsl(dropout, width)}
${ENTRY_WGSL}
${scale ? SCALE_GRADIENT : ''}
  if (gid >= u.rows) { return; }
  let first = gid * u.vectors;
  var sum = 0.0;
  var product = 0.0;
  for (var j = 0u; j < u.vectors; j++) {
    let dn = dy[first + j] * gamma[j];
    sum += hsum(dn);
    product += vdot(dn, normalized[first + j]);
  }
  let scale = inverse_std[gid];
  for (var j = 0u; j < u.vectors; j++) {
    let dn = dy[first + j] * gamma[j];
    let ds = scale * (dn - sum / u.columns - normalized[first + j] * (product / u.columns));
    ${residual ? 'd_residual[first + j] = ds;' : ''}
    dx[first + j] = ds * drop_scale(gid, j);
  }
}`;
}

const SCALE_GRADIENT = `
  if (gid >= u.scale_from) {
    let at = gid - u.scale_from;
    if (at >= u.vectors) { return; }
    var product = V();
    var sum = V();
    ${aheadWgsl(
      '0u',
      'u.rows',
      (row, name) =>
        `let d${name} = dy[${row} * u.vectors + at]; let n${name} = normalized[${row} * u.vectors + at];`,
      (name) => `product += d${name} * n${name}; sum += d${name};`,
    )}
    d_gamma[at] = d_gamma[at] + product;
    d_beta[at] = d_beta[at] + sum;
    return;
  }`;

export function addNorm(
  store: WebGpuParameters,
  x: Tensor,
  residual: Tensor | null,
  gamma: Parameter,
  beta: Parameter,
  epsilon: number,
  dropout: DropoutKey | null,
): { y: Tensor; normalized: Tensor; inverseStd: Tensor } {
  const [rows, columns] = x.shape as [number, number];
  const width = vectorWidth(columns);
  const y = store.runner.create(x.shape);
  const normalized = store.runner.create(x.shape);
  const inverseStd = store.runner.create([rows]);
  store.runner.run({
    key: `add-norm/${width}/${residual !== null}/${dropout !== null}`,
    code: () => forwardCode(width, residual !== null, dropout !== null),
    reads: [x, store.value(gamma), store.value(beta), ...(residual === null ? [] : [residual])],
    writes: [y, normalized, inverseStd],
    uniforms: [...u32(rows, columns / width), ...f32(columns, epsilon), ...dropoutUniforms(dropout)],
    invocations: rows,
  });
  return { y, normalized, inverseStd };
}

export function addNormBackward(
  store: WebGpuParameters,
  dy: Tensor,
  saved: { normalized: Tensor; inverseStd: Tensor },
  gamma: Parameter,
  beta: Parameter,
  dropout: DropoutKey | null,
  hasResidual: boolean,
): { dx: Tensor; dResidual: Tensor | null } {
  const [rows, columns] = dy.shape as [number, number];
  const width = vectorWidth(columns);
  const dx = store.runner.create(dy.shape);
  const dResidual = hasResidual ? store.runner.create(dy.shape) : null;
  const dGamma = store.gradient(gamma);
  const dBeta = store.gradient(beta);
  if ((dGamma === null) !== (dBeta === null)) {
    throw new RangeError(`${gamma.name} and ${beta.name} are trained together or not at all`);
  }
  const scaleFrom = wholeWorkgroups(rows);
  const trained = dGamma !== null;
  store.runner.run({
    key: `add-norm/backward/${width}/${hasResidual}/${dropout !== null}/${trained}`,
    code: () => backwardCode(width, hasResidual, dropout !== null, trained),
    reads: [dy, saved.normalized, saved.inverseStd, store.value(gamma)],
    writes: [dx, dResidual, dGamma, dBeta].filter((operand) => operand !== null),
    uniforms: [
      ...u32(rows, columns / width),
      ...f32(columns),
      ...u32(scaleFrom),
      ...dropoutUniforms(dropout),
    ],
    invocations: trained ? scaleFrom + columns / width : rows,
  });
  return { dx, dResidual };
}

import type { Tensor } from '@tensorflow/tfjs-core';
import type { HostParameters } from '../../runtime/host-parameters';
import type { Parameter } from '../../runtime/parameters';
import { type DropoutKey, dropoutRow } from '../philox';

export function addNorm(
  store: HostParameters,
  x: Tensor,
  residual: Tensor | null,
  gamma: Parameter,
  beta: Parameter,
  epsilon: number,
  dropout: DropoutKey | null,
): { y: Tensor; normalized: Tensor; inverseStd: Tensor } {
  const [rows, columns] = x.shape as [number, number];
  const y = store.memory.create(x.shape);
  const normalized = store.memory.create(x.shape);
  const inverseStd = store.memory.create([rows]);
  const xs = store.memory.view(x);
  const rs = residual === null ? null : store.memory.view(residual);
  const ys = store.memory.view(y);
  const ns = store.memory.view(normalized);
  const inv = store.memory.view(inverseStd);
  const g = store.value(gamma);
  const b = store.value(beta);
  const mask = new Float32Array(columns).fill(1);
  for (let row = 0; row < rows; row++) {
    const o = row * columns;
    if (dropout !== null) dropoutRow(mask, dropout, row, columns);
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      const s = (xs[o + c] as number) * (mask[c] as number) + (rs === null ? 0 : (rs[o + c] as number));
      ns[o + c] = s;
      sum += s;
    }
    const mean = sum / columns;
    let squares = 0;
    for (let c = 0; c < columns; c++) {
      const d = (ns[o + c] as number) - mean;
      squares += d * d;
    }
    const scale = 1 / Math.sqrt(squares / columns + epsilon);
    inv[row] = scale;
    for (let c = 0; c < columns; c++) {
      const n = ((ns[o + c] as number) - mean) * scale;
      ns[o + c] = n;
      ys[o + c] = n * (g[c] as number) + (b[c] as number);
    }
  }
  return { y, normalized, inverseStd };
}

/** ds = (γ·dy − mean(γ·dy) − n·mean(γ·dy·n))/σ, the derivative of layer norm at the normalised row n. */
export function addNormBackward(
  store: HostParameters,
  dy: Tensor,
  saved: { normalized: Tensor; inverseStd: Tensor },
  gamma: Parameter,
  beta: Parameter,
  dropout: DropoutKey | null,
  hasResidual: boolean,
): { dx: Tensor; dResidual: Tensor | null } {
  const [rows, columns] = dy.shape as [number, number];
  const dx = store.memory.create(dy.shape);
  const dResidual = hasResidual ? store.memory.create(dy.shape) : null;
  const dys = store.memory.view(dy);
  const ns = store.memory.view(saved.normalized);
  const inv = store.memory.view(saved.inverseStd);
  const dxs = store.memory.view(dx);
  const drs = dResidual === null ? null : store.memory.view(dResidual);
  const g = store.value(gamma);
  const mask = new Float32Array(columns).fill(1);
  for (let row = 0; row < rows; row++) {
    const o = row * columns;
    let sum = 0;
    let dot = 0;
    for (let c = 0; c < columns; c++) {
      const dn = (dys[o + c] as number) * (g[c] as number);
      sum += dn;
      dot += dn * (ns[o + c] as number);
    }
    if (dropout !== null) dropoutRow(mask, dropout, row, columns);
    const scale = inv[row] as number;
    for (let c = 0; c < columns; c++) {
      const dn = (dys[o + c] as number) * (g[c] as number);
      const ds = scale * (dn - sum / columns - ((ns[o + c] as number) * dot) / columns);
      if (drs !== null) drs[o + c] = ds;
      dxs[o + c] = ds * (mask[c] as number);
    }
  }
  accumulateScale(store.gradient(gamma), store.gradient(beta), dys, ns, columns);
  return { dx, dResidual };
}

/** dγ += Σ dy·n and dβ += Σ dy over the rows, summed in float64. */
function accumulateScale(
  dGamma: Float32Array | null,
  dBeta: Float32Array | null,
  dy: Float32Array,
  normalized: Float32Array,
  columns: number,
): void {
  if (dGamma === null || dBeta === null) return;
  const products = new Float64Array(columns);
  const sums = new Float64Array(columns);
  for (let o = 0; o < dy.length; o += columns) {
    for (let c = 0; c < columns; c++) {
      const d = dy[o + c] as number;
      products[c] = (products[c] as number) + d * (normalized[o + c] as number);
      sums[c] = (sums[c] as number) + d;
    }
  }
  for (let c = 0; c < columns; c++) {
    dGamma[c] = (dGamma[c] as number) + (products[c] as number);
    dBeta[c] = (dBeta[c] as number) + (sums[c] as number);
  }
}

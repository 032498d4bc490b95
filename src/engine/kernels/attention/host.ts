import type { Tensor } from '@tensorflow/tfjs-core';
import type { HostMemory } from '../../runtime/host-memory';
import { type DropoutKey, dropoutRow } from '../philox';
import type { AttentionShape, Ints } from '../kernels';

/** Row of the dropout generator for query q of head h of text b. */
function dropoutIndex(shape: AttentionShape, b: number, h: number, q: number): number {
  return (b * shape.heads + h) * shape.sequenceLength + q;
}

/** Keys of text b that are not padding. */
function realKeys(mask: Int32Array, b: number, sequenceLength: number): Int32Array {
  const keys = new Int32Array(sequenceLength);
  let count = 0;
  for (let t = 0; t < sequenceLength; t++) if (mask[b * sequenceLength + t] === 1) keys[count++] = t;
  return keys.subarray(0, count);
}

/** Keeps the probabilities [B, H, T, T] (before dropout) for the backward pass. */
export function attention(
  memory: HostMemory,
  qkv: Tensor,
  mask: Ints,
  shape: AttentionShape,
  dropout: DropoutKey | null,
): { y: Tensor; saved: Tensor } {
  const { batchSize, heads, sequenceLength, headSize } = shape;
  const columns = heads * headSize;
  const stride = 3 * columns;
  const y = memory.create([batchSize * sequenceLength, columns]);
  const saved = memory.create([batchSize, heads, sequenceLength, sequenceLength]);
  const rows = memory.view(qkv);
  const ys = memory.view(y).fill(0);
  const ps = memory.view(saved).fill(0);
  const scale = 1 / Math.sqrt(headSize);
  const drop = new Float32Array(sequenceLength).fill(1);
  for (let b = 0; b < batchSize; b++) {
    const keys = realKeys(mask.host, b, sequenceLength);
    for (let h = 0; h < heads; h++) {
      for (let t = 0; t < sequenceLength; t++) {
        const qo = (b * sequenceLength + t) * stride + h * headSize;
        const yo = (b * sequenceLength + t) * columns + h * headSize;
        const row = dropoutIndex(shape, b, h, t);
        const po = row * sequenceLength;
        let max = Number.NEGATIVE_INFINITY;
        for (let i = 0; i < keys.length; i++) {
          const key = keys[i] as number;
          const ko = (b * sequenceLength + key) * stride + columns + h * headSize;
          const score = dot(rows, qo, rows, ko, headSize) * scale;
          ps[po + key] = score;
          if (score > max) max = score;
        }
        let sum = 0;
        for (let i = 0; i < keys.length; i++) {
          const at = po + (keys[i] as number);
          const e = Math.exp((ps[at] as number) - max);
          ps[at] = e;
          sum += e;
        }
        if (dropout !== null) dropoutRow(drop, dropout, row, sequenceLength);
        for (let i = 0; i < keys.length; i++) {
          const key = keys[i] as number;
          const p = (ps[po + key] as number) / sum;
          ps[po + key] = p;
          const vo = (b * sequenceLength + key) * stride + 2 * columns + h * headSize;
          axpy(p * (drop[key] as number), rows, vo, ys, yo, headSize);
        }
      }
    }
  }
  return { y, saved };
}

/** dS = P∘(dP − Σ dP∘P), with dP masked by dropout; dq = dS·k/√D, dk = dSᵀ·q/√D, dv = (P∘mask)ᵀ·dy. */
export function attentionBackward(
  memory: HostMemory,
  dy: Tensor,
  inputs: { qkv: Tensor; saved: Tensor },
  mask: Ints,
  shape: AttentionShape,
  dropout: DropoutKey | null,
): Tensor {
  const { batchSize, heads, sequenceLength, headSize } = shape;
  const columns = heads * headSize;
  const stride = 3 * columns;
  const gradient = memory.create(inputs.qkv.shape);
  const dys = memory.view(dy);
  const rows = memory.view(inputs.qkv);
  const ps = memory.view(inputs.saved);
  const drows = memory.view(gradient).fill(0);
  const scale = 1 / Math.sqrt(headSize);
  const drop = new Float32Array(sequenceLength).fill(1);
  const dp = new Float32Array(sequenceLength);
  for (let b = 0; b < batchSize; b++) {
    const keys = realKeys(mask.host, b, sequenceLength);
    for (let h = 0; h < heads; h++) {
      for (let t = 0; t < sequenceLength; t++) {
        const qo = (b * sequenceLength + t) * stride + h * headSize;
        const yo = (b * sequenceLength + t) * columns + h * headSize;
        const row = dropoutIndex(shape, b, h, t);
        const po = row * sequenceLength;
        if (dropout !== null) dropoutRow(drop, dropout, row, sequenceLength);
        let weighted = 0;
        for (let i = 0; i < keys.length; i++) {
          const key = keys[i] as number;
          const vo = (b * sequenceLength + key) * stride + 2 * columns + h * headSize;
          const p = ps[po + key] as number;
          const m = drop[key] as number;
          const d = dot(dys, yo, rows, vo, headSize) * m;
          dp[key] = d;
          weighted += d * p;
          axpy(p * m, dys, yo, drows, vo, headSize);
        }
        for (let i = 0; i < keys.length; i++) {
          const key = keys[i] as number;
          const ko = (b * sequenceLength + key) * stride + columns + h * headSize;
          const ds = (ps[po + key] as number) * ((dp[key] as number) - weighted) * scale;
          axpy(ds, rows, ko, drows, qo, headSize);
          axpy(ds, rows, qo, drows, ko, headSize);
        }
      }
    }
  }
  return gradient;
}

function dot(a: Float32Array, ao: number, b: Float32Array, bo: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (a[ao + i] as number) * (b[bo + i] as number);
  return sum;
}

/** y += alpha·x over n elements. */
function axpy(alpha: number, x: Float32Array, xo: number, y: Float32Array, yo: number, n: number): void {
  for (let i = 0; i < n; i++) y[yo + i] = (y[yo + i] as number) + alpha * (x[xo + i] as number);
}

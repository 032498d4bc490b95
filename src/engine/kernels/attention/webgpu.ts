import type { Tensor } from '@tensorflow/tfjs-core';
import { bindingsWgsl, ENTRY_WGSL, f32, u32, type WebGpuRunner } from '../../runtime/webgpu-runner';
import { DROPOUT_UNIFORMS, dropoutUniforms, dropoutWgsl } from '../dropout-wgsl';
import type { AttentionShape, Ints } from '../kernels';
import type { DropoutKey } from '../philox';
import { vectorType, vectorWgsl, vectorWidth, type VectorWidth } from '../vector-wgsl';
import { onDevice } from '../webgpu-ints';
import {
  FORWARD_READS,
  FORWARD_WRITES,
  KEY_GRADIENT_READS,
  KEY_GRADIENT_WRITES,
  PLACES_WGSL,
  QUERY_GRADIENT_READS,
  QUERY_GRADIENT_WRITES,
  SHAPE_UNIFORMS,
} from './bindings';
import { quadForwardCode, quadKeyGradientCode, quadQueryGradientCode } from './quad-wgsl';

/*
 * Attention without the T×T matrix (Dao et al., FlashAttention, 2022, in registers): forward, one lane a query
 * with a running softmax; backward, one lane a query for dq and one lane a key for dk and dv, both computing the
 * probabilities again from the logarithm of the softmax's sum.
 */

/** Types, and the places of a head's rows (in vectors) and of its key mask. */
function prelude(width: VectorWidth, headSize: number, dropout: boolean): string {
  return `${vectorWgsl(width)}
${dropoutWgsl(dropout, width)}
const DV = ${headSize / width}u;
${PLACES_WGSL}
${ENTRY_WGSL}
  if (gid >= u.count) { return; }
  let token = gid % u.sequence;
  let head = (gid / u.sequence) % u.heads;
  let batch = gid / (u.sequence * u.heads);
  let first = at(batch, head, token);
  let first_row = row_at(batch, head, token);
  let keys = batch * u.sequence;`;
}

function forwardCode(width: VectorWidth, headSize: number, dropout: boolean): string {
  const v = vectorType(width);
  return `${bindingsWgsl(FORWARD_READS(v), FORWARD_WRITES(v), [...SHAPE_UNIFORMS, ...DROPOUT_UNIFORMS])}
${prelude(width, headSize, dropout)}
  var query: array<V, DV>;
  var sum: array<V, DV>;
  for (var d = 0u; d < DV; d++) { query[d] = qkv[first + d] * u.scale; sum[d] = V(0.0); }
  var highest = -1e30;
  var total = 0.0;
  for (var block = 0u; block < u.sequence; block += 4u) {
    let keep = drop4(gid, block >> 2u);
    for (var key = block; key < min(block + 4u, u.sequence); key++) {
      if (mask[keys + key] == 0) { continue; }
      let other = at(batch, head, key);
      var score = 0.0;
      for (var d = 0u; d < DV; d++) { score += vdot(query[d], qkv[other + to_key() + d]); }
      let next = max(highest, score);
      let shrink = exp(highest - next);
      let p = exp(score - next);
      highest = next;
      total = total * shrink + p;
      let weight = p * keep[key & 3u];
      for (var d = 0u; d < DV; d++) { sum[d] = sum[d] * shrink + weight * qkv[other + to_value() + d]; }
    }
  }
  for (var d = 0u; d < DV; d++) { y[first_row + d] = sum[d] / total; }
  log_sum[gid] = highest + log(total);
}`;
}

function queryGradientCode(width: VectorWidth, headSize: number, dropout: boolean): string {
  const v = vectorType(width);
  return `${bindingsWgsl(QUERY_GRADIENT_READS(v), QUERY_GRADIENT_WRITES(v), [
    ...SHAPE_UNIFORMS,
    ...DROPOUT_UNIFORMS,
  ])}
${prelude(width, headSize, dropout)}
  var query: array<V, DV>;
  var upper: array<V, DV>;
  var sum: array<V, DV>;
  var delta = 0.0;
  for (var d = 0u; d < DV; d++) {
    query[d] = qkv[first + d] * u.scale;
    upper[d] = dy[first_row + d];
    sum[d] = V(0.0);
    delta += vdot(y[first_row + d], upper[d]);
  }
  let own = vec2<f32>(log_sum[gid], delta);
  statistics[gid] = own;
  for (var block = 0u; block < u.sequence; block += 4u) {
    let keep = drop4(gid, block >> 2u);
    for (var key = block; key < min(block + 4u, u.sequence); key++) {
      if (mask[keys + key] == 0) { continue; }
      let other = at(batch, head, key);
      var score = 0.0;
      var dp = 0.0;
      for (var d = 0u; d < DV; d++) {
        score += vdot(query[d], qkv[other + to_key() + d]);
        dp += vdot(upper[d], qkv[other + to_value() + d]);
      }
      let ds = exp(score - own.x) * (dp * keep[key & 3u] - own.y) * u.scale;
      for (var d = 0u; d < DV; d++) { sum[d] += ds * qkv[other + to_key() + d]; }
    }
  }
  for (var d = 0u; d < DV; d++) { dqkv[first + d] = sum[d]; }
}`;
}

function keyGradientCode(width: VectorWidth, headSize: number, dropout: boolean): string {
  const v = vectorType(width);
  return `${bindingsWgsl(KEY_GRADIENT_READS(v), KEY_GRADIENT_WRITES(v), [
    ...SHAPE_UNIFORMS,
    ...DROPOUT_UNIFORMS,
  ])}
${prelude(width, headSize, dropout)}
  var own_key: array<V, DV>;
  var own_value: array<V, DV>;
  var key_sum: array<V, DV>;
  var value_sum: array<V, DV>;
  for (var d = 0u; d < DV; d++) {
    own_key[d] = qkv[first + to_key() + d] * u.scale;
    own_value[d] = qkv[first + to_value() + d];
    key_sum[d] = V(0.0);
    value_sum[d] = V(0.0);
  }
  if (mask[keys + token] == 1) {
    let row = (batch * u.heads + head) * u.sequence;
    for (var query = 0u; query < u.sequence; query++) {
      let other = at(batch, head, query);
      let other_row = row_at(batch, head, query);
      var score = 0.0;
      var dp = 0.0;
      for (var d = 0u; d < DV; d++) {
        score += vdot(qkv[other + d], own_key[d]);
        dp += vdot(dy[other_row + d], own_value[d]);
      }
      let theirs = statistics[row + query];
      let keep = drop_one(row + query, token);
      let p = exp(score - theirs.x);
      let ds = p * (dp * keep - theirs.y) * u.scale;
      for (var d = 0u; d < DV; d++) {
        key_sum[d] += ds * qkv[other + d];
        value_sum[d] += (p * keep) * dy[other_row + d];
      }
    }
  }
  for (var d = 0u; d < DV; d++) {
    dqkv[first + to_key() + d] = key_sum[d];
    dqkv[first + to_value() + d] = value_sum[d];
  }
}`;
}

/** `saved` is the logarithm of the softmax's sum of each query, [B, H, T]. */
export function attention(
  runner: WebGpuRunner,
  qkv: Tensor,
  mask: Ints,
  shape: AttentionShape,
  dropout: DropoutKey | null,
): { y: Tensor; saved: Tensor } {
  const { width, quads, count, product, uniforms, name } = plan(runner, shape, dropout);
  const y = runner.create([shape.batchSize * shape.sequenceLength, shape.heads * shape.headSize]);
  const saved = runner.create([count]);
  runner.run({
    key: `attention/${name}`,
    code: () =>
      quads
        ? quadForwardCode(shape.headSize, dropout !== null)
        : forwardCode(width, shape.headSize, dropout !== null),
    reads: [qkv, onDevice(mask)],
    writes: [y, saved],
    uniforms: [...uniforms, ...dropoutUniforms(dropout)],
    invocations: count,
    operations: 2 * product,
  });
  return { y, saved };
}

export function attentionBackward(
  runner: WebGpuRunner,
  dy: Tensor,
  inputs: { qkv: Tensor; y: Tensor; saved: Tensor },
  mask: Ints,
  shape: AttentionShape,
  dropout: DropoutKey | null,
): Tensor {
  const { width, quads, count, product, uniforms, name } = plan(runner, shape, dropout);
  const { qkv, y, saved } = inputs;
  const statistics = runner.create([count, 2]);
  const dqkv = runner.create(qkv.shape);
  const common = { uniforms: [...uniforms, ...dropoutUniforms(dropout)], invocations: count };
  runner.run({
    ...common,
    key: `attention/query-gradient/${name}`,
    code: () =>
      quads
        ? quadQueryGradientCode(shape.headSize, dropout !== null)
        : queryGradientCode(width, shape.headSize, dropout !== null),
    reads: [qkv, onDevice(mask), dy, y, saved],
    writes: [dqkv, statistics],
    operations: 3 * product,
  });
  runner.run({
    ...common,
    key: `attention/key-gradient/${name}`,
    code: () =>
      quads
        ? quadKeyGradientCode(shape.headSize, dropout !== null)
        : keyGradientCode(width, shape.headSize, dropout !== null),
    reads: [qkv, onDevice(mask), dy, statistics],
    writes: [dqkv],
    operations: 4 * product,
  });
  return dqkv;
}

function plan(
  runner: WebGpuRunner,
  { batchSize, heads, sequenceLength, headSize }: AttentionShape,
  dropout: DropoutKey | null,
) {
  const width = vectorWidth(headSize);
  const quads = runner.traits.quads && width === 4 && sequenceLength % 4 === 0;
  const count = batchSize * heads * sequenceLength;
  return {
    width,
    quads,
    count,
    /** Operations of one product of all queries with all keys. */
    product: 2 * count * sequenceLength * headSize,
    uniforms: [...u32(count, sequenceLength, heads), ...f32(1 / Math.sqrt(headSize))],
    name: `${quads ? 'quad' : width}/${headSize}/${dropout !== null}`,
  };
}

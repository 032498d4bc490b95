import { bindingsWgsl, ENTRY_WGSL, QUAD_WGSL } from '../../runtime/webgpu-runner';
import { DROPOUT_UNIFORMS, dropoutWgsl } from '../dropout-wgsl';
import { vectorWgsl } from '../vector-wgsl';
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

const VECTOR = 'vec4<f32>';

/*
 * Attention for adapters that run four lanes in SIMD on a CPU (`AdapterTraits.quads`), where reading memory is what
 * costs: four neighbouring queries (or keys) go through the keys (queries) four at a time, a lane reads one of them
 * and gets the others by swapping. Component s of a vector belongs to the row that lane^s read. No lane may leave
 * before its loop is over.
 */

const SWAPS_WGSL = `
fn swaps(x: f32) -> vec4<f32> { return vec4<f32>(x, quadSwapX(x), quadSwapY(x), quadSwapDiagonal(x)); }
fn swap_dots(own: V, theirs: V) -> vec4<f32> {
  return vec4<f32>(dot(own, theirs), dot(own, quadSwapX(theirs)), dot(own, quadSwapY(theirs)),
    dot(own, quadSwapDiagonal(theirs)));
}
fn swap_sum(weight: vec4<f32>, theirs: V) -> V {
  return weight.x * theirs + weight.y * quadSwapX(theirs) + weight.z * quadSwapY(theirs)
    + weight.w * quadSwapDiagonal(theirs);
}`;

function prelude(headSize: number, dropout: boolean): string {
  return `${vectorWgsl(4)}
${dropoutWgsl(dropout, 4)}
${SWAPS_WGSL}
const DV = ${headSize / 4}u;
${PLACES_WGSL}
fn turned(keep: vec4<f32>, lane: u32) -> vec4<f32> {
  return vec4<f32>(keep[lane], keep[lane ^ 1u], keep[lane ^ 2u], keep[lane ^ 3u]);
}
${ENTRY_WGSL}
  let lane = gid & 3u;
  let own = min(gid, u.count - 4u + lane);
  let token = own % u.sequence;
  let head = (own / u.sequence) % u.heads;
  let batch = own / (u.sequence * u.heads);
  let first = at(batch, head, token);
  let first_row = row_at(batch, head, token);
  let keys = batch * u.sequence;`;
}

export function quadForwardCode(headSize: number, dropout: boolean): string {
  return `${QUAD_WGSL}${bindingsWgsl(FORWARD_READS(VECTOR), FORWARD_WRITES(VECTOR), [
    ...SHAPE_UNIFORMS,
    ...DROPOUT_UNIFORMS,
  ])}
${prelude(headSize, dropout)}
  var sum: array<V, DV>;
  var highest = -1e30;
  var total = 0.0;
  for (var block = 0u; block < u.sequence; block += 4u) {
    let other = at(batch, head, block + lane);
    let real = swaps(f32(mask[keys + block + lane])) != vec4<f32>();
    var score = vec4<f32>();
    for (var d = 0u; d < DV; d++) { score += swap_dots(qkv[first + d], qkv[other + to_key() + d]); }
    score = select(vec4<f32>(-1e30), score * u.scale, real);
    let next = max(highest, max(max(score.x, score.y), max(score.z, score.w)));
    let shrink = exp(highest - next);
    let p = select(vec4<f32>(), exp(score - next), real);
    highest = next;
    total = total * shrink + hsum(p);
    let weight = p * turned(drop4(own, block >> 2u), lane);
    for (var d = 0u; d < DV; d++) { sum[d] = sum[d] * shrink + swap_sum(weight, qkv[other + to_value() + d]); }
  }
  if (gid >= u.count) { return; }
  for (var d = 0u; d < DV; d++) { y[first_row + d] = sum[d] / total; }
  log_sum[gid] = highest + log(total);
}`;
}

export function quadQueryGradientCode(headSize: number, dropout: boolean): string {
  return `${QUAD_WGSL}${bindingsWgsl(QUERY_GRADIENT_READS(VECTOR), QUERY_GRADIENT_WRITES(VECTOR), [
    ...SHAPE_UNIFORMS,
    ...DROPOUT_UNIFORMS,
  ])}
${prelude(headSize, dropout)}
  var sum: array<V, DV>;
  var delta = 0.0;
  for (var d = 0u; d < DV; d++) { delta += dot(y[first_row + d], dy[first_row + d]); }
  let mine = vec2<f32>(log_sum[own], delta);
  for (var block = 0u; block < u.sequence; block += 4u) {
    let other = at(batch, head, block + lane);
    let real = swaps(f32(mask[keys + block + lane])) != vec4<f32>();
    var score = vec4<f32>();
    var dp = vec4<f32>();
    for (var d = 0u; d < DV; d++) {
      score += swap_dots(qkv[first + d], qkv[other + to_key() + d]);
      dp += swap_dots(dy[first_row + d], qkv[other + to_value() + d]);
    }
    let p = exp(score * u.scale - mine.x);
    let upper = dp * turned(drop4(own, block >> 2u), lane) - mine.y;
    let ds = select(vec4<f32>(), p * upper * u.scale, real);
    for (var d = 0u; d < DV; d++) { sum[d] += swap_sum(ds, qkv[other + to_key() + d]); }
  }
  if (gid >= u.count) { return; }
  statistics[gid] = mine;
  for (var d = 0u; d < DV; d++) { dqkv[first + d] = sum[d]; }
}`;
}

export function quadKeyGradientCode(headSize: number, dropout: boolean): string {
  return `${QUAD_WGSL}${bindingsWgsl(KEY_GRADIENT_READS(VECTOR), KEY_GRADIENT_WRITES(VECTOR), [
    ...SHAPE_UNIFORMS,
    ...DROPOUT_UNIFORMS,
  ])}
${prelude(headSize, dropout)}
  var key_sum: array<V, DV>;
  var value_sum: array<V, DV>;
  let row = own - token;
  for (var block = 0u; block < u.sequence; block += 4u) {
    let other = at(batch, head, block + lane);
    let other_row = row_at(batch, head, block + lane);
    let theirs = statistics[row + block + lane];
    // The keys of the four lanes share one draw a query: it is made by the lane that reads the query.
    let draw = drop4(row + block + lane, token >> 2u);
    let keep = vec4<f32>(draw[lane], quadSwapX(draw)[lane], quadSwapY(draw)[lane], quadSwapDiagonal(draw)[lane]);
    var score = vec4<f32>();
    var dp = vec4<f32>();
    for (var d = 0u; d < DV; d++) {
      score += swap_dots(qkv[first + to_key() + d], qkv[other + d]);
      dp += swap_dots(qkv[first + to_value() + d], dy[other_row + d]);
    }
    let p = exp(score * u.scale - swaps(theirs.x));
    let ds = p * (dp * keep - swaps(theirs.y)) * u.scale;
    let kept = p * keep;
    for (var d = 0u; d < DV; d++) {
      key_sum[d] += swap_sum(ds, qkv[other + d]);
      value_sum[d] += swap_sum(kept, dy[other_row + d]);
    }
  }
  if (gid >= u.count) { return; }
  let real = mask[keys + token] != 0;
  for (var d = 0u; d < DV; d++) {
    dqkv[first + to_key() + d] = select(V(), key_sum[d], real);
    dqkv[first + to_value() + d] = select(V(), value_sum[d], real);
  }
}`;
}

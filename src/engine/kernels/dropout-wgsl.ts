import { f32, u32 } from '../runtime/webgpu-runner';
import { type DropoutKey, dropThreshold, keepScale, PHILOX_WGSL } from './philox';
import type { VectorWidth } from './vector-wgsl';

/** Uniforms that `drop_scale` below reads; always present, so that one layout serves both cases. */
export const DROPOUT_UNIFORMS = [
  ['drop_seed', 'u32'],
  ['drop_site', 'u32'],
  ['drop_step', 'u32'],
  ['drop_threshold', 'u32'],
  ['keep_scale', 'f32'],
] as const;

export function dropoutUniforms(key: DropoutKey | null) {
  if (key === null) return [...u32(0, 0, 0, 0), ...f32(1)];
  return [...u32(key.seed, key.site, key.step, dropThreshold(key)), ...f32(keepScale(key))];
}

/**
 * `drop4(row, j)`: 0 or 1/(1−p) for columns 4j…4j+3 of a row; `drop_scale(row, j)` the same for vector j of type
 * `V` (vectorWgsl), `drop_one(row, column)` for one column. All 1 without dropout.
 */
export function dropoutWgsl(enabled: boolean, width: VectorWidth): string {
  const drop4 = enabled
    ? `${PHILOX_WGSL}
fn drop4(row: u32, j: u32) -> vec4<f32> {
  let word = philox(vec2<u32>(u.drop_seed, u.drop_site), vec4<u32>(j, row, u.drop_step, 0u));
  return select(vec4<f32>(u.keep_scale), vec4<f32>(0.0), word < vec4<u32>(u.drop_threshold));
}`
    : 'fn drop4(row: u32, j: u32) -> vec4<f32> { return vec4<f32>(1.0); }';
  return `${drop4}
fn drop_one(row: u32, column: u32) -> f32 { return drop4(row, column >> 2u)[column & 3u]; }
fn drop_scale(row: u32, j: u32) -> V { return ${width === 4 ? 'drop4' : 'drop_one'}(row, j); }`;
}

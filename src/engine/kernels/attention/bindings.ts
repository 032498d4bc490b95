/** Uniforms that every attention kernel begins with. */
export const SHAPE_UNIFORMS = [
  ['count', 'u32'],
  ['sequence', 'u32'],
  ['heads', 'u32'],
  ['scale', 'f32'],
] as const;

type Bindings = [name: string, element: string][];

/** What each kernel reads and writes, with rows in elements of type `v`. */
export const FORWARD_READS = (v: string): Bindings => [
  ['qkv', v],
  ['mask', 'i32'],
];
export const FORWARD_WRITES = (v: string): Bindings => [
  ['y', v],
  ['log_sum', 'f32'],
];
/** `statistics` packs the logarithm of a query's sum with Σ dP∘P, which equals dy·y. */
export const QUERY_GRADIENT_READS = (v: string): Bindings => [
  ...FORWARD_READS(v),
  ['dy', v],
  ['y', v],
  ['log_sum', 'f32'],
];
export const QUERY_GRADIENT_WRITES = (v: string): Bindings => [
  ['dqkv', v],
  ['statistics', 'vec2<f32>'],
];
export const KEY_GRADIENT_READS = (v: string): Bindings => [
  ...FORWARD_READS(v),
  ['dy', v],
  ['statistics', 'vec2<f32>'],
];
export const KEY_GRADIENT_WRITES = (v: string): Bindings => [['dqkv', v]];

/**
 * Places, in vectors: of a head's row of q in qkv (`at`; k and v lie `to_key()` and `to_value()` behind), and of its
 * row in y, dy (`row_at`).
 */
export const PLACES_WGSL = `
fn row_at(batch: u32, head: u32, token: u32) -> u32 { return ((batch * u.sequence + token) * u.heads + head) * DV; }
fn at(batch: u32, head: u32, token: u32) -> u32 {
  return ((batch * u.sequence + token) * 3u * u.heads + head) * DV;
}
fn to_key() -> u32 { return u.heads * DV; }
fn to_value() -> u32 { return 2u * u.heads * DV; }`;

/** Uniforms that every attention kernel begins with. */
export const SHAPE_UNIFORMS = [
  ['count', 'u32'],
  ['sequence', 'u32'],
  ['heads', 'u32'],
  ['scale', 'f32'],
] as const;

export type Bindings = readonly (readonly [name: string, element: string])[];

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

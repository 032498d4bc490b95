/** Elements that one lane of a kernel handles at once: four where the row length allows it. */
export type VectorWidth = 1 | 4;

export function vectorWidth(...lengths: readonly number[]): VectorWidth {
  return lengths.every((n) => n % 4 === 0) ? 4 : 1;
}

/** The WGSL element type of a storage array read in vectors of `width`. */
export function vectorType(width: VectorWidth): 'f32' | 'vec4<f32>' {
  return width === 4 ? 'vec4<f32>' : 'f32';
}

/**
 * `V`, the sum of its elements, the dot product and the same added to a number, in an order of its own (x last) that
 * no compiler may change, so that one kernel text serves both widths.
 */
export function vectorWgsl(width: VectorWidth): string {
  return width === 4
    ? `alias V = vec4<f32>;
fn hsum(v: V) -> f32 { return (v.x + v.y) + (v.z + v.w); }
fn vdot(a: V, b: V) -> f32 { return dot(a, b); }
fn vfma(a: V, b: V, c: f32) -> f32 { return fma(a.x, b.x, fma(a.y, b.y, fma(a.z, b.z, fma(a.w, b.w, c)))); }`
    : `alias V = f32;
fn hsum(v: V) -> f32 { return v; }
fn vdot(a: V, b: V) -> f32 { return a * b; }
fn vfma(a: V, b: V, c: f32) -> f32 { return fma(a, b, c); }`;
}
